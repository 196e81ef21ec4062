"use client";
import { useMemo } from "react";
import { SortedTable } from "../../_ui/sorted-table.tsx";
import type { Columns } from "../../_ui/table.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { ago } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import type { Words } from "../../_ui/words.ts";
import type { DayCounts } from "./day-counts.ts";
import { TONES, whereOf } from "./source-panel.tsx";
import type { SourceView } from "./sources-page.tsx";

interface SourceTableProps {
  readonly sources: readonly SourceView[];
  readonly counts: ReadonlyMap<number, DayCounts>;
  /** The source whose panel stands beside the table. */
  readonly chosen: number | null;
  /** A stable function. */
  readonly open: (sourceId: number) => void;
}

export function SourceTable({ sources, counts, chosen, open }: SourceTableProps) {
  const words = useWords();
  const columns = useMemo(() => sourceColumns(words, counts, chosen, open), [words, counts, chosen, open]);
  return (
    <SortedTable
      columns={columns}
      rows={sources}
      rowId={(source) => String(source.id)}
      caption={words.t("sources.title")}
      sort={{ id: "name", desc: false }}
    />
  );
}

function sourceColumns(
  words: Words,
  counts: ReadonlyMap<number, DayCounts>,
  chosen: number | null,
  open: (sourceId: number) => void,
): Columns<SourceView> {
  return [
    {
      accessorKey: "name",
      meta: { label: words.t("sources.column.name") },
      header: words.t("sources.column.name"),
      cell: ({ row: { original: source } }) => (
        <button
          type="button"
          className="min-h-6 max-w-72 truncate font-semibold text-pine underline-offset-3 hover:underline"
          aria-pressed={source.id === chosen}
          title={whereOf(source)}
          onClick={() => open(source.id)}
        >
          {source.name}
        </button>
      ),
    },
    {
      accessorKey: "driver",
      meta: { label: words.t("sources.column.driver") },
      header: words.t("sources.column.driver"),
      cell: ({ row: { original: source } }) => (
        <span>
          {source.driver}{" "}
          {source.product === null ? null : <Tag tone="info">{words.t(`product.${source.product}`)}</Tag>}
        </span>
      ),
    },
    {
      accessorKey: "state",
      meta: { label: words.t("sources.column.state") },
      header: words.t("sources.column.state"),
      cell: ({ row: { original: source } }) => (
        <span
          title={source.problem === null ? undefined : (words.known(`problem.${source.problem}`) ?? source.problem)}
        >
          <Tag tone={TONES[source.state]}>{words.t(`sources.state.${source.state}`)}</Tag>
        </span>
      ),
    },
    {
      id: "last",
      accessorFn: (source) => source.lastSeenAt?.getTime() ?? 0,
      meta: { label: words.t("sources.column.last"), look: "soft" },
      header: words.t("sources.column.last"),
      cell: ({ row: { original: source } }) =>
        source.lastSeenAt === null ? words.t("time.never") : ago(source.lastSeenAt, new Date(), words),
    },
    {
      id: "records",
      accessorFn: (source) => counts.get(source.id)?.records ?? 0,
      meta: { label: words.t("sources.column.records"), look: "right" },
      header: words.t("sources.column.records"),
      cell: ({ row }) => words.number(counts.get(row.original.id)?.records ?? 0),
    },
    {
      id: "undefined",
      accessorFn: (source) => counts.get(source.id)?.undefinedLines ?? 0,
      meta: { label: words.t("sources.column.undefined"), look: "right" },
      header: words.t("sources.column.undefined"),
      cell: ({ row }) => <Undefined count={counts.get(row.original.id)?.undefinedLines ?? 0} words={words} />,
    },
  ];
}

function Undefined({ count, words }: { count: number; words: Words }) {
  return count === 0 ? words.number(0) : <Tag tone="warn">{words.number(count)}</Tag>;
}
