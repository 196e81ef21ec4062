"use client";
import { SelectField, TextField } from "../../_ui/field.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import type { SourceView } from "./sources-page.tsx";

const STATES = ["running", "stopped", "failed"] as const;

export interface SourceFilters {
  readonly text: string;
  readonly state: SourceView["state"] | null;
}

export const anyState: SourceFilters = { text: "", state: null };

/** The sources whose name, driver or folder holds the text, in the state asked for. */
export function wanted(sources: readonly SourceView[], { text, state }: SourceFilters): readonly SourceView[] {
  const sought = text.trim().toLowerCase();
  return sources.filter(
    (source) =>
      (state === null || source.state === state) &&
      [source.name, source.driver, String(source.settings["path"] ?? "")].some((word) =>
        word.toLowerCase().includes(sought),
      ),
  );
}

export function SourceFilter({ filters, change }: { filters: SourceFilters; change: (next: SourceFilters) => void }) {
  const words = useWords();
  return (
    <search className="grid gap-3 border-b border-line px-3 py-2 md:grid-cols-[minmax(0,1fr)_200px]">
      <TextField
        id="sources-text"
        label={words.t("sources.filter.text")}
        value={filters.text}
        onChange={(event) => change({ ...filters, text: event.target.value })}
      />
      <SelectField
        id="sources-state"
        label={words.t("sources.column.state")}
        value={filters.state ?? ""}
        onChange={(event) =>
          change({ ...filters, state: STATES.find((state) => state === event.target.value) ?? null })
        }
      >
        <option value="">{words.t("sources.filter.any")}</option>
        {STATES.map((state) => (
          <option key={state} value={state}>
            {words.t(`sources.state.${state}`)}
          </option>
        ))}
      </SelectField>
    </search>
  );
}
