"use client";
import { Button } from "../../_ui/button.tsx";
import { TextField } from "../../_ui/field.tsx";
import { useFault } from "../../_ui/form-faults.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import type { TransportField, TransportValues } from "./transport-values.ts";

interface SecretFieldProps {
  readonly transport: string;
  readonly field: TransportField;
  readonly values: TransportValues;
  /** null of a source that is not there yet. */
  readonly isSet: boolean | null;
}

/** A credential: written and never read back. The box is empty whether one is set or not; a line below says which. */
export function SecretField({ transport, field: { name, kind }, values, isSet }: SecretFieldProps) {
  const words = useWords();
  const key = `transport.${transport}.${name}`;
  const label = words.known(key) ?? name;
  const taken = values.taken.has(name);
  const state =
    isSet === null
      ? null
      : words.t(isSet ? (taken ? "sources.secret.taken" : "sources.secret.set") : "sources.secret.none");
  const help = [state, words.known(`${key}.help`)].filter(Boolean).join(" ");
  return (
    <div className="grid gap-1">
      {kind === "secret" ? (
        <TextField
          id={`way-${name}`}
          name={name}
          label={label}
          help={help}
          type="password"
          autoComplete="off"
          spellCheck={false}
        />
      ) : (
        <KeyFile id={`way-${name}`} name={name} label={label} help={help} />
      )}
      {isSet ? (
        <div>
          <Button
            kind="plain"
            aria-label={`${words.t(taken ? "sources.secret.keep" : "sources.secret.take")}: ${label}`}
            onClick={() => values.take(name, !taken)}
          >
            {words.t(taken ? "sources.secret.keep" : "sources.secret.take")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

/** Several lines, e.g. a private key. */
function KeyFile({ id, name, label, help }: { id: string; name: string; label: string; help: string }) {
  const fault = useFault(name, undefined);
  return (
    <div className="grid min-w-0 content-start gap-1">
      <label htmlFor={id} className="text-[12px] font-semibold text-ink-2">
        {label}
      </label>
      <textarea
        id={id}
        name={name}
        rows={4}
        maxLength={32_768}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={fault ? true : undefined}
        aria-describedby={`${id}-help`}
        className="block w-full min-w-0 rounded-md border border-edge bg-sheet px-[9px] py-1.5 font-mono text-[12.5px] text-ink aria-invalid:border-brick"
      />
      <p id={`${id}-help`} className="text-[12.5px] text-ink-2">
        {help}
      </p>
      {fault ? (
        <p className="text-[12.5px] font-medium text-brick" role="alert">
          {fault}
        </p>
      ) : null}
    </div>
  );
}
