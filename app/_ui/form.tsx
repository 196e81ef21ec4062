"use client";
import { type FormEvent, type MouseEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { failureOf } from "../_trpc/client.ts";
import { Button } from "./button.tsx";
import { FailureSentence, Refusal } from "./failure.tsx";
import { isDouble } from "./double-click.ts";
import { type Control, faultOf, isControl } from "./field-fault.ts";
import { FormFaults } from "./form-faults.tsx";
import { useReady } from "./use-ready.ts";
import { useWords } from "./use-words.tsx";

/** What stands in a form's fields at the moment it is sent, by their names. */
export interface FormFields {
  text(name: string): string;
  /** Untrimmed, for a password. */
  raw(name: string): string;
  /** null where nothing was typed. */
  optional(name: string): string | null;
  number(name: string): number | null;
  checked(name: string): boolean;
}

interface FormProps {
  /** A verb: what pressing it does. */
  readonly submit: string;
  readonly kind?: "main" | "danger";
  readonly busy: boolean;
  /** What the last attempt was refused with: shown at its field where it names one, else above the buttons. */
  readonly error?: unknown;
  readonly close?: (() => void) | undefined;
  /** Whether there is nothing to send yet. */
  readonly disabled?: boolean;
  readonly send: (fields: FormFields) => void;
  /** A second thing that can be done with what is typed, e.g. trying it before it is saved. */
  readonly also?: { readonly label: string; readonly busy: boolean; readonly send: (fields: FormFields) => void };
  readonly children: ReactNode;
}

/**
 * The one form: what is wrong stands as a sentence at its field, the first wrong field gets the focus, and what the server
 * refuses is shown where it can be mended. Until the page's script runs it cannot be sent, so that nothing lands in an address.
 */
export function Form({ submit, kind = "main", busy, error, close, disabled = false, send, also, children }: FormProps) {
  const words = useWords();
  const ready = useReady();
  const form = useRef<HTMLFormElement>(null);
  const [faults, setFaults] = useState<Readonly<Record<string, ReactNode>>>({});
  // What a refusal was about is another question once its field is changed, or the form does not get as far as the server.
  const [past, setPast] = useState<unknown>(null);
  const now = error === past ? null : error;
  const refused = useRefusedField(form, now);
  const all = useMemo(
    () => (refused === null ? faults : { ...faults, [refused.name]: refused.text }),
    [faults, refused],
  );
  const mend = (name: string) => {
    setFaults(({ [name]: _, ...others }) => others);
    if (refused?.name === name) setPast(now);
  };
  const attempt = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy || disabled) return;
    const wrong = controlsOf(event.currentTarget).flatMap((control) => {
      const sentence = faultOf(control, words);
      return sentence === null ? [] : [{ control, sentence }];
    });
    setFaults(Object.fromEntries(wrong.map(({ control, sentence }) => [control.name, sentence])));
    if (wrong[0] !== undefined) {
      setPast(error);
      return focusOn(wrong[0].control);
    }
    const fields = fieldsOf(new FormData(event.currentTarget));
    const { submitter } = event.nativeEvent as SubmitEvent;
    if (also !== undefined && submitter instanceof HTMLButtonElement && submitter.value === "also") also.send(fields);
    else send(fields);
  };
  return (
    <FormFaults value={all}>
      <form
        ref={form}
        method="post"
        noValidate
        aria-busy={busy}
        className="mt-2 grid gap-3"
        onSubmit={attempt}
        onChange={(event) => mend(isControl(event.target) ? event.target.name : "")}
      >
        {children}
        <Refusal error={refused === null ? now : null} />
        <div className={close ? "grid grid-cols-2 gap-2" : "flex flex-wrap gap-2"}>
          {close ? <Button onClick={close}>{words.t("action.cancel")}</Button> : null}
          <Button type="submit" kind={kind} disabled={!ready || busy || disabled} onClick={sendOnce}>
            {busy ? words.t("form.busy") : submit}
          </Button>
          {also === undefined ? null : (
            <Button
              type="submit"
              value="also"
              disabled={!ready || also.busy}
              className={close ? "col-span-2" : ""}
              onClick={sendOnce}
            >
              {also.busy ? words.t("form.busy") : also.label}
            </Button>
          )}
        </div>
      </form>
    </FormFaults>
  );
}

function sendOnce(event: MouseEvent): void {
  if (isDouble(event)) event.preventDefault();
}

/** The field that the server's refusal names, if the form has it; it gets the focus once. */
function useRefusedField(form: { readonly current: HTMLFormElement | null }, error: unknown) {
  const [refused, setRefused] = useState<{ readonly name: string; readonly text: ReactNode } | null>(null);
  useEffect(() => {
    const field = error ? failureOf(error).field : null;
    const control = field === null ? undefined : controlsOf(form.current).find(({ name }) => name === field);
    setRefused(control === undefined ? null : { name: control.name, text: <FailureSentence error={error} /> });
    if (control !== undefined) focusOn(control);
  }, [form, error]);
  return refused;
}

/** What is folded away is unfolded first. */
function focusOn(control: Control): void {
  control.closest("details")?.setAttribute("open", "");
  control.focus();
}

function controlsOf(form: HTMLFormElement | null): Control[] {
  return form === null ? [] : [...form.elements].filter(isControl);
}

function fieldsOf(data: FormData): FormFields {
  const raw = (name: string) => String(data.get(name) ?? "");
  const text = (name: string) => raw(name).trim();
  return {
    text,
    raw,
    optional: (name) => text(name) || null,
    number: (name) => (text(name) === "" ? null : Number(text(name))),
    checked: (name) => data.has(name),
  };
}
