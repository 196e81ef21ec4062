"use client";
import type { InputEventHandler } from "react";
import { TextField } from "./field.tsx";
import { useWords } from "./use-words.tsx";

interface ReasonFieldProps {
  readonly id: string;
  readonly onInput?: InputEventHandler;
}

type PurposeWords = "reveal.purpose" | "patterns.purpose" | "holds.restricted.purpose";

/** For what personal data are seen, as the server asks for it: 3 to 200 characters, sent as `purpose`, and not kept by the browser. */
export function PurposeField({ id, of = "reveal.purpose" }: { readonly id: string; readonly of?: PurposeWords }) {
  const words = useWords();
  const asked = { name: "purpose", autoComplete: "off", required: true, minLength: 3, maxLength: 200 } as const;
  return <TextField id={id} label={words.t(of)} help={words.t(`${of}.help`)} {...asked} />;
}

/** Why something is done, as the server asks for it: 3 to 500 characters, sent as `reason`, and not kept by the browser. */
export function ReasonField(props: ReasonFieldProps) {
  const words = useWords();
  const asked = { name: "reason", autoComplete: "off", required: true, minLength: 3, maxLength: 500 } as const;
  return <TextField label={words.t("form.reason")} {...asked} {...props} />;
}
