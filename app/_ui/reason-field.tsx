"use client";
import type { InputEventHandler } from "react";
import { TextField } from "./field.tsx";
import { useWords } from "./use-words.tsx";

interface ReasonFieldProps {
  readonly id: string;
  readonly onInput?: InputEventHandler;
}

/** Why something is done, as the server asks for it: 3 to 500 characters, sent as `reason`, and not kept by the browser. */
export function ReasonField(props: ReasonFieldProps) {
  const words = useWords();
  const asked = { name: "reason", autoComplete: "off", required: true, minLength: 3, maxLength: 500 } as const;
  return <TextField label={words.t("form.reason")} {...asked} {...props} />;
}
