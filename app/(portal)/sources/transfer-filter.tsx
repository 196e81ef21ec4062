"use client";
import type { api } from "../../_trpc/client.ts";
import { SelectField, TextField } from "../../_ui/field.tsx";
import { dayOf } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import type { SourceView } from "./sources-page.tsx";

/** Which transfer sessions are looked for. */
export type Sought = Pick<
  NonNullable<Parameters<typeof api.sources.transferFile.query>[0]>,
  "sourceId" | "from" | "to" | "only"
>;

export const anyTransfer: Sought = {};

const KINDS = ["open", "interrupted", "failed", "errors", "undefined"] as const;

export function isAny(sought: Sought): boolean {
  return Object.values(sought).every((value) => value === undefined);
}

interface TransferFilterProps {
  readonly sought: Sought;
  /** To choose among, where the sessions of several are shown. */
  readonly sources: readonly SourceView[] | undefined;
  readonly change: (next: Sought) => void;
}

export function TransferFilter({ sought, sources, change }: TransferFilterProps) {
  const words = useWords();
  const today = dayOf(new Date(), useViewer().company?.timeZone ?? "UTC");
  const set = (next: Sought) =>
    change(Object.fromEntries(Object.entries({ ...sought, ...next }).filter(([, value]) => value !== undefined)));
  const day = (name: "from" | "to") => (
    <TextField
      id={`transfers-${name}`}
      type="date"
      label={words.t(`sources.transfers.${name}`)}
      value={sought[name] ?? ""}
      max={today}
      onChange={(event) => set({ [name]: event.target.value || undefined })}
    />
  );
  return (
    <search
      aria-label={words.t("sources.transfers.filter")}
      className="grid gap-3 border-b border-line px-3 py-2 sm:grid-cols-2 lg:grid-cols-4"
    >
      {sources === undefined || sources.length < 2 ? null : (
        <SelectField
          id="transfers-source"
          label={words.t("sources.transfers.column.source")}
          value={sought.sourceId ?? ""}
          onChange={({ target: { value } }) => set({ sourceId: value === "" ? undefined : Number(value) })}
        >
          <option value="">{words.t("sources.transfers.any")}</option>
          {sources.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      )}
      {day("from")}
      {day("to")}
      <SelectField
        id="transfers-only"
        label={words.t("sources.transfers.only")}
        value={sought.only ?? ""}
        onChange={({ target: { value } }) => set({ only: KINDS.find((kind) => kind === value) })}
      >
        <option value="">{words.t("sources.transfers.any")}</option>
        {KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {words.t(`sources.transfers.only.${kind}`)}
          </option>
        ))}
      </SelectField>
    </search>
  );
}
