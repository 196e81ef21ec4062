"use client";
import { useCallback, useState } from "react";
import { type LayoutDraft, readDraft, writeDraft } from "./layout-draft.ts";

export interface Editing {
  /** What is saved: JSON, as the form or a person wrote it. */
  readonly text: string;
  /** The last draft that the text was; what the form shows. */
  readonly draft: LayoutDraft;
  /** Whether the text is that draft. */
  readonly sound: boolean;
  readonly write: (text: string) => void;
  readonly change: (draft: LayoutDraft) => void;
  readonly undo: (() => void) | null;
}

/** One layout under two hands, the form and its JSON: what one writes the other shows. The form's steps can be undone. */
export function useEditing(begun: string): Editing {
  const [text, setText] = useState(begun);
  const [last, setLast] = useState<LayoutDraft>(() => readDraft(begun) ?? { kind: "delimited", fields: {} });
  const [before, setBefore] = useState<readonly string[]>([]);
  const parsed = readDraft(text);
  const write = useCallback((next: string) => {
    setText(next);
    const draft = readDraft(next);
    if (draft !== null) setLast(draft);
  }, []);
  const change = (draft: LayoutDraft) => {
    setBefore([...before.slice(-MOST_STEPS), text]);
    write(writeDraft(draft));
  };
  const [step] = before.slice(-1);
  const undo =
    step === undefined
      ? null
      : () => {
          write(step);
          setBefore(before.slice(0, -1));
        };
  return { text, draft: parsed ?? last, sound: parsed !== null, write, change, undo };
}

const MOST_STEPS = 50;
