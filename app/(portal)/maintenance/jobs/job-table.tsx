"use client";
import { useMemo } from "react";
import { SortedTable } from "../../../_ui/sorted-table.tsx";
import type { Columns } from "../../../_ui/table.tsx";
import { Tag } from "../../../_ui/tag.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { Words } from "../../../_ui/words.ts";
import { localTime, took } from "../local-time.ts";
import type { Job } from "./jobs-page.tsx";
import { scheduleText, titleOf } from "./words.ts";

interface JobTableProps {
  readonly jobs: readonly Job[];
  readonly chosen: Job["name"] | null;
  readonly choose: (name: Job["name"] | null) => void;
}

/** Every job of the product in a line; its name opens what can be done with it. */
export function JobTable({ jobs, chosen, choose }: JobTableProps) {
  const words = useWords();
  const columns = useMemo(() => jobColumns(words, chosen, choose), [words, chosen, choose]);
  const rows = useMemo(() => [...jobs], [jobs]);
  return <SortedTable columns={columns} rows={rows} rowId={(row) => row.name} caption={words.t("jobs.title")} />;
}

function jobColumns(words: Words, chosen: string | null, choose: JobTableProps["choose"]): Columns<Job> {
  const head = (
    id: "job" | "when" | "last" | "took" | "next" | "waiting" | "active" | "failed",
    look?: "mono" | "right",
  ) => ({
    id,
    enableSorting: false,
    meta: { label: words.t(`jobs.column.${id}`), ...(look === undefined ? {} : { look }) },
    header: words.t(`jobs.column.${id}`),
  });
  return [
    {
      ...head("job"),
      cell: ({ row: { original: job } }) => (
        <button
          type="button"
          aria-expanded={chosen === job.name}
          aria-label={words.t("jobs.open", { job: titleOf(job.name, words) })}
          onClick={() => choose(chosen === job.name ? null : job.name)}
          className="text-left font-semibold text-pine underline-offset-3 hover:underline"
        >
          {titleOf(job.name, words)}
        </button>
      ),
    },
    { ...head("when"), cell: ({ row }) => scheduleText(row.original, words) },
    { ...head("last"), cell: ({ row }) => <Last job={row.original} words={words} /> },
    {
      ...head("took", "mono"),
      cell: ({ row: { original: job } }) =>
        job.last?.startedAt ? took(job.last.endedAt.getTime() - job.last.startedAt.getTime(), words.number) : "–",
    },
    { ...head("next", "mono"), cell: ({ row }) => <Next job={row.original} words={words} /> },
    { ...head("waiting", "right"), cell: ({ row }) => words.number(row.original.waiting) },
    { ...head("active", "right"), cell: ({ row }) => words.number(row.original.active) },
    {
      ...head("failed", "right"),
      cell: ({ row: { original: job } }) =>
        job.failed > 0 ? <Tag tone="bad">{words.number(job.failed)}</Tag> : words.number(0),
    },
  ];
}

function Last({ job, words }: { job: Job; words: Words }) {
  if (job.last === null) return <span className="text-ink-3">{words.t("jobs.never")}</span>;
  const tone = job.last.state === "completed" ? "ok" : job.last.state === "failed" ? "bad" : "plain";
  return (
    <span className="whitespace-nowrap">
      <Tag tone={tone}>{words.t(`jobs.state.${job.last.state}`)}</Tag>{" "}
      <span className="font-mono text-[12.5px]">{localTime(job.last.endedAt)}</span>
    </span>
  );
}

function Next({ job, words }: { job: Job; words: Words }) {
  if (job.pause !== null) return <Tag tone={job.promise ? "bad" : "warn"}>{words.t("jobs.paused")}</Tag>;
  return job.nextAt === null ? "–" : localTime(job.nextAt);
}
