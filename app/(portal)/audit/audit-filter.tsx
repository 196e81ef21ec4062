"use client";
import type { FormEvent } from "react";
import { Button } from "../../_ui/button.tsx";
import { SelectField, TextField } from "../../_ui/field.tsx";
import { useReady } from "../../_ui/use-ready.ts";
import { useWords } from "../../_ui/use-words.tsx";
import type { Whose } from "./whose.ts";

/** What is asked of the audit. It stands in memory alone: `about` is a number. */
export interface Asked {
  readonly group: string;
  readonly actor: string;
  readonly about: string;
  readonly purpose: string;
  readonly from: string;
  readonly to: string;
}

export const NOTHING_ASKED: Asked = { group: "", actor: "", about: "", purpose: "", from: "", to: "" };

export function askedFor({ group, ...rest }: Asked) {
  const given = Object.entries(rest).filter(([, value]) => value !== "");
  return { ...(Object.fromEntries(given) as Partial<typeof rest>), ...(group === "" ? {} : { action: `${group}.` }) };
}

const GROUPS = [
  "data",
  "certificate",
  "retention",
  "source",
  "ingest",
  "people",
  "profile",
  "company",
  "session",
  "audit",
] as const;

interface AuditFilterProps {
  readonly whose: Whose;
  readonly busy: boolean;
  readonly ask: (asked: Asked) => void;
  readonly clear: () => void;
}

/** Sent as a whole, since each asking is an entry of the audit itself. */
export function AuditFilter({ whose, busy, ask, clear }: AuditFilterProps) {
  const words = useWords();
  const ready = useReady();
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: keyof Asked) => String(data.get(name) ?? "").trim();
    const asked: Asked = {
      group: text("group"),
      actor: text("actor"),
      about: text("about"),
      purpose: text("purpose"),
      from: text("from"),
      to: text("to"),
    };
    ask(Object.values(asked).every((value) => value === "") ? NOTHING_ASKED : asked);
  };
  return (
    <search>
      <form method="post" autoComplete="off" className="grid gap-3 border-b border-line p-3" onSubmit={send}>
        <div className="grid grid-cols-2 gap-3 lg:grid-cols-3">
          <SelectField id="audit-group" name="group" label={words.t("audit.filter")}>
            <option value="">{words.t("audit.filter.all")}</option>
            {GROUPS.map((group) => (
              <option key={group} value={group}>
                {words.t(`audit.filter.${group}`)}
              </option>
            ))}
          </SelectField>
          <TextField id="audit-from" name="from" type="date" label={words.t("audit.filter.from")} />
          <TextField id="audit-to" name="to" type="date" label={words.t("audit.filter.to")} />
          <TextField id="audit-actor" name="actor" maxLength={100} label={words.t("audit.filter.actor")} />
          <TextField id="audit-purpose" name="purpose" maxLength={100} label={words.t("audit.filter.purpose")} />
          {whose.name === "installation" ? null : (
            <TextField
              id="audit-about"
              name="about"
              maxLength={200}
              inputMode="tel"
              spellCheck={false}
              label={words.t("audit.filter.about")}
              help={words.t("audit.filter.about.help")}
            />
          )}
        </div>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" kind="main" disabled={!ready || busy}>
            {words.t("audit.filter.search")}
          </Button>
          <Button disabled={!ready || busy} onClick={clear}>
            {words.t("state.clearFilters")}
          </Button>
        </div>
      </form>
    </search>
  );
}
