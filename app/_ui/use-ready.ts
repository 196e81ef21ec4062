"use client";
import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/**
 * False until the page's script runs. A form sent before that would be sent by the browser itself, its fields in the
 * address; hence its button waits, and with it the Enter key.
 */
export function useReady(): boolean {
  return useSyncExternalStore(never, isHere, isServer);
}

const isHere = () => true;
const isServer = () => false;
