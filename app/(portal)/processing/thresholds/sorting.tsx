"use client";
import { useMutation } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { Refusal } from "../../../_ui/failure.tsx";
import { Progress } from "../../../_ui/progress.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { SortedTable } from "../../../_ui/sorted-table.tsx";
import { EmptyState } from "../../../_ui/states.tsx";
import type { Columns } from "../../../_ui/table.tsx";
import { Tag } from "../../../_ui/tag.tsx";
import { shortTime } from "../../../_ui/times.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { useMay, useViewer } from "../../../_ui/viewer.tsx";
import type { Words } from "../../../_ui/words.ts";
import { monthName } from "./effect.tsx";
import { runs, type ThresholdsView } from "./views.ts";

type Run = ThresholdsView["runs"][number];

const TONES = { waiting: "plain", running: "info", done: "ok", cancelled: "warn" } as const;

/** Whether stored calls follow the limits, the sorting that is under way, and the earlier ones. */
export function Sorting({ view, changed }: { view: ThresholdsView; changed: () => void }) {
  const words = useWords();
  const mayChange = useMay("processing.change");
  const sort = useMutation({ mutationFn: () => api.thresholds.sort.mutate(), onSettled: changed });
  const busy = runs(view);
  const [current] = view.runs;
  return (
    <Sheet
      title={words.t("thresholds.sorting")}
      actions={
        mayChange && !busy ? (
          <Button kind={view.behind ? "main" : "line"} disabled={sort.isPending} onClick={() => sort.mutate()}>
            {words.t("thresholds.sort")}
          </Button>
        ) : null
      }
    >
      <div className="grid gap-2 p-3.5">
        <p className={view.behind ? "font-semibold text-amber" : ""}>
          {words.t(view.behind ? "thresholds.behind" : "thresholds.inStep")}
        </p>
        <p className="text-ink-2">{words.t("thresholds.sort.help")}</p>
        {busy && current ? <Running run={current} changed={changed} mayCancel={mayChange} /> : null}
        <Refusal error={sort.error} />
      </div>
      <Runs rows={busy ? view.runs.slice(1) : view.runs} />
    </Sheet>
  );
}

function Running({ run, changed, mayCancel }: { run: Run; changed: () => void; mayCancel: boolean }) {
  const words = useWords();
  const cancel = useMutation({ mutationFn: () => api.thresholds.cancel.mutate(), onSettled: changed });
  const { state, looked, total, month, startedAt, cancelling } = run;
  const label = cancelling
    ? words.t("thresholds.sort.cancelling")
    : state === "waiting" || month === null
      ? words.t("thresholds.sort.waiting")
      : words.t("thresholds.sort.running", { looked, total, month: monthName(month, words) });
  return (
    <Progress
      done={looked}
      of={state === "waiting" ? null : total}
      label={label}
      since={startedAt}
      cancel={mayCancel ? () => cancel.mutate() : undefined}
      cancelling={cancelling || cancel.isPending}
    />
  );
}

function Runs({ rows }: { rows: readonly Run[] }) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const columns = useMemo(() => runColumns(words, zone), [words, zone]);
  return rows.length === 0 ? (
    <EmptyState title={words.t("thresholds.runs.empty")} why={words.t("thresholds.runs.empty.help")} />
  ) : (
    <SortedTable columns={columns} rows={rows} rowId={(run) => run.runId} caption={words.t("thresholds.runs")} />
  );
}

function runColumns(words: Words, zone: string): Columns<Run> {
  const label = (key: "when" | "who" | "state" | "looked" | "apart" | "back") => words.t(`thresholds.run.${key}`);
  const count = (key: "looked" | "apart" | "back", read: (run: Run) => number) => ({
    id: key,
    accessorFn: read,
    meta: { label: label(key), look: "right" as const },
    header: label(key),
    cell: ({ row }: { row: { original: Run } }) => words.number(read(row.original)),
  });
  return [
    {
      id: "when",
      accessorFn: (run) => run.createdAt.getTime(),
      meta: { label: label("when"), look: "mono" },
      header: label("when"),
      cell: ({ row }) => shortTime(row.original.createdAt, zone),
    },
    { accessorKey: "askedByName", meta: { label: label("who"), look: "soft" }, header: label("who") },
    {
      accessorKey: "state",
      meta: { label: label("state") },
      header: label("state"),
      cell: ({ row }) => (
        <Tag tone={TONES[row.original.state]}>{words.t(`thresholds.state.${row.original.state}`)}</Tag>
      ),
    },
    count("looked", (run) => run.looked),
    count("apart", (run) => run.setApart),
    count("back", (run) => run.putBack),
  ];
}
