"use client";
import { TextField } from "../../../../_ui/field.tsx";
import { useWords } from "../../../../_ui/use-words.tsx";
import type { Period } from "./views.ts";

/** The days of the calls, both included. */
export function PeriodFields({ period, set }: { period: Period; set: (period: Period) => void }) {
  const words = useWords();
  return (
    <div className="grid grid-cols-2 gap-2">
      <TextField
        id="raw-from"
        type="date"
        label={words.t("raw.from")}
        value={period.from}
        onChange={(event) => set({ ...period, from: event.target.value })}
      />
      <TextField
        id="raw-to"
        type="date"
        label={words.t("raw.to")}
        value={period.to}
        onChange={(event) => set({ ...period, to: event.target.value })}
      />
    </div>
  );
}
