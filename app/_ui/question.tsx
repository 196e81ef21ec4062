"use client";
import { type ReactNode, useEffect, useId, useRef } from "react";

interface QuestionProps {
  readonly title: string;
  readonly why: string;
  /** Of the field that is filled in. */
  readonly focus: string;
  readonly close: () => void;
  readonly children: ReactNode;
}

/** One question in the way of what somebody is doing, in a modal of the browser's own: Escape calls it off. */
export function Question({ title, why, focus, close, children }: QuestionProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    // The browser keeps the focus inside, gives it back afterwards, and closes it by Escape.
    element?.showModal();
    element?.querySelector<HTMLInputElement>(`#${focus}`)?.focus();
    return () => element?.close();
  }, [focus]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-why`}
      className="m-auto w-[min(400px,calc(100vw-32px))] rounded-lg border border-line-strong bg-sheet p-4 text-ink backdrop:bg-ink/25"
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <h2 id={`${id}-title`} className="mb-1">
        {title}
      </h2>
      <p id={`${id}-why`} className="text-ink-2">
        {why}
      </p>
      {children}
    </dialog>
  );
}
