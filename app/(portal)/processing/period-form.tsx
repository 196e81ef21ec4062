"use client";
import { useMutation } from "@tanstack/react-query";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { Refusal } from "../../_ui/failure.tsx";
import { SelectField, TextField } from "../../_ui/field.tsx";
import { addDaysTo, dayOf, daysFrom } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { saveCsv } from "./save-csv.ts";

/** Days of reception, the last one included. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

const SPANS = [7, 14, 30, 90, 365] as const;

export function lastDays(count: number, zone: string): Period {
  const to = dayOf(new Date(), zone);
  return { from: addDaysTo(to, 1 - count), to };
}

interface PeriodFormProps {
  readonly period: Period;
  readonly zone: string;
  readonly change: (period: Period) => void;
  /** What the file is asked for with. */
  readonly input: Period & { readonly sourceId?: number };
}

/** Which days are shown, and the same as a file. */
export function PeriodForm({ period, zone, change, input }: PeriodFormProps) {
  const words = useWords();
  const today = dayOf(new Date(), zone);
  const span = period.to === today ? SPANS.find((days) => daysFrom(period.from, period.to) === days - 1) : undefined;
  const file = useMutation({
    mutationFn: () => api.statistics.file.query(input),
    onSuccess: ({ name, text }) => saveCsv(name, text),
  });
  const set = (next: Partial<Period>) => {
    const { from, to } = { ...period, ...next };
    // While one of them is being changed the other follows, so that no period ends before it begins.
    if (from !== "" && to !== "") change(from <= to ? { from, to } : { from: next.from ?? to, to: next.from ?? to });
  };
  return (
    <search aria-label={words.t("statistics.period")}>
      <div className="grid items-end gap-3 rounded-lg border border-line bg-sheet p-3 sm:grid-cols-[repeat(3,minmax(0,180px))_minmax(max-content,1fr)]">
        <SelectField
          id="statistics-span"
          label={words.t("statistics.period")}
          value={span ?? ""}
          onChange={(event) => event.target.value !== "" && change(lastDays(Number(event.target.value), zone))}
        >
          {span === undefined ? <option value="">{words.t("statistics.period.own")}</option> : null}
          {SPANS.map((days) => (
            <option key={days} value={days}>
              {words.t("statistics.period.days", { count: days })}
            </option>
          ))}
        </SelectField>
        <TextField
          id="statistics-from"
          type="date"
          label={words.t("statistics.from")}
          value={period.from}
          max={today}
          onChange={(event) => set({ from: event.target.value })}
        />
        <TextField
          id="statistics-to"
          type="date"
          label={words.t("statistics.to")}
          value={period.to}
          max={today}
          onChange={(event) => set({ to: event.target.value })}
        />
        <div className="flex sm:justify-end">
          <Button disabled={file.isPending} onClick={() => file.mutate()}>
            {words.t(file.isPending ? "form.busy" : "statistics.download")}
          </Button>
        </div>
      </div>
      <Refusal className="mt-2" error={file.error} />
    </search>
  );
}
