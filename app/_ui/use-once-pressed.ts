"use client";
import { useRef } from "react";

const DOUBLE_MS = 200;

/** Lets one press of a double click through: the second may come before the page has drawn that the first is under way. */
export function useOncePressed(): (event: { readonly timeStamp: number }) => boolean {
  const last = useRef(Number.NEGATIVE_INFINITY);
  return ({ timeStamp }) => {
    const isSecond = timeStamp - last.current < DOUBLE_MS;
    last.current = timeStamp;
    return !isSecond;
  };
}
