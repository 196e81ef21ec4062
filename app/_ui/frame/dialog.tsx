"use client";
import { type ReactNode, useEffect, useRef } from "react";

/** A modal of the browser's own: it keeps the focus in, closes by Escape or a press beside it, and gives the focus back. */
export function Dialog({ label, close, children }: { label: string; close: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const { current } = dialog;
    current?.showModal();
    return () => current?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it, by the browser
    <dialog
      ref={dialog}
      aria-label={label}
      className="dialog rounded-lg border border-line-strong bg-sheet text-ink"
      onClose={close}
      onClick={(event) => {
        if (event.target === dialog.current) close();
      }}
    >
      {children}
    </dialog>
  );
}
