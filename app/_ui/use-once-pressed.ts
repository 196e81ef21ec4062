"use client";
import { useEffect, useRef } from "react";

const DOUBLE_MS = 200;

/**
 * Lets one press of a double click through: the second may come before the page has drawn that the first is under way (`busy`). Once
 * that is over, the next press is one of its own, however soon it comes.
 */
export function useOncePressed(busy: boolean): (event: { readonly timeStamp: number }) => boolean {
  const last = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    if (!busy) last.current = Number.NEGATIVE_INFINITY;
  }, [busy]);
  return ({ timeStamp }) => {
    const isSecond = timeStamp - last.current < DOUBLE_MS;
    last.current = timeStamp;
    return !isSecond;
  };
}
