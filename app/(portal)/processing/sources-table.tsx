"use client";
import { useMemo } from "react";
import { Sheet } from "../../_ui/sheet.tsx";
import { SortedTable } from "../../_ui/sorted-table.tsx";
import type { Columns } from "../../_ui/table.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import type { Words } from "../../_ui/words.ts";
import { percent, Verdict } from "./accounted.tsx";
import { OUTCOMES } from "./outcomes.ts";
import type { Statistics } from "./statistics-page.tsx";

type SourceRow = Statistics["sources"][number];

interface SourcesTableProps {
  readonly sources: readonly SourceRow[];
  /** A stable function. */
  readonly open: (sourceId: number) => void;
}

export function SourcesTable({ sources, open }: SourcesTableProps) {
  const words = useWords();
  const columns = useMemo(() => sourceColumns(words, open), [words, open]);
  return (
    <Sheet title={words.t("statistics.bySource")}>
      <SortedTable
        columns={columns}
        rows={sources}
        rowId={(source) => String(source.sourceId)}
        caption={words.t("statistics.bySource")}
        sort={{ id: "frames", desc: true }}
      />
    </Sheet>
  );
}

function sourceColumns(words: Words, open: (sourceId: number) => void): Columns<SourceRow> {
  const count = (key: "frames" | (typeof OUTCOMES)[number]["key"]): Columns<SourceRow>[number] => ({
    accessorKey: key,
    meta: { label: words.t(`statistics.${key}`), look: "right" },
    header: words.t(`statistics.${key}`),
    cell: ({ row }) => words.number(row.original[key]),
  });
  const share = (key: "undefinedPercent" | "apartPercent"): Columns<SourceRow>[number] => ({
    id: key,
    accessorFn: (source) => source[key] ?? -1,
    meta: { label: words.t(`statistics.column.${key}`), look: "right" },
    header: words.t(`statistics.column.${key}`),
    cell: ({ row }) => percent(row.original[key], words),
  });
  return [
    {
      accessorKey: "name",
      meta: { label: words.t("statistics.column.source"), fixed: true },
      header: words.t("statistics.column.source"),
      cell: ({ row: { original: source } }) => (
        <span className="flex items-center gap-1.5">
          <button
            type="button"
            className="min-h-6 max-w-72 truncate font-semibold text-pine underline-offset-3 hover:underline"
            title={source.driver}
            onClick={() => open(source.sourceId)}
          >
            {source.name}
          </button>
          {source.state === null ? <Tag>{words.t("statistics.removed")}</Tag> : null}
        </span>
      ),
    },
    count("frames"),
    {
      accessorKey: "missing",
      meta: { label: words.t("statistics.accounted") },
      header: words.t("statistics.accounted"),
      cell: ({ row }) => <Verdict missing={row.original.missing} />,
    },
    share("undefinedPercent"),
    share("apartPercent"),
    ...OUTCOMES.map(({ key }) => count(key)),
  ];
}
