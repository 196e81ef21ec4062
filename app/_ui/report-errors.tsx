"use client";
import { useEffect } from "react";
import { tellError } from "./tell-error.ts";

/** Listens for what no page catches: a script that throws, a promise that nobody awaits. Draws nothing. */
export function ReportErrors() {
  useEffect(() => {
    const thrown = (event: ErrorEvent) => tellError("error", event.error);
    const rejected = (event: PromiseRejectionEvent) => tellError("rejection", event.reason);
    globalThis.addEventListener("error", thrown);
    globalThis.addEventListener("unhandledrejection", rejected);
    return () => {
      globalThis.removeEventListener("error", thrown);
      globalThis.removeEventListener("unhandledrejection", rejected);
    };
  }, []);
  return null;
}
