"use client";
import Link from "next/link";
import { useMemo } from "react";
import { SortedTable } from "../../_ui/sorted-table.tsx";
import type { Columns } from "../../_ui/table.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { ago } from "../../_ui/times.ts";
import { useSentences } from "../../_ui/use-sentence.ts";
import { useWords } from "../../_ui/use-words.tsx";
import type { Words } from "../../_ui/words.ts";
import { SecurityTags } from "./security-tags.tsx";
import { whereOf } from "./source-words.ts";
import type { SourceView } from "./sources-page.tsx";
import { StateTag } from "./state-tag.tsx";

interface SourceTableProps {
  readonly sources: readonly SourceView[];
}

export function SourceTable({ sources }: SourceTableProps) {
  const words = useWords();
  const said = useSentences();
  const columns = useMemo(() => sourceColumns(words, said), [words, said]);
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

function sourceColumns(words: Words, said: (text: string) => string): Columns<SourceView> {
  return [
    {
      accessorKey: "name",
      meta: { label: words.t("sources.column.name") },
      header: words.t("sources.column.name"),
      cell: ({ row: { original: source } }) => (
        <Link
          href={`/sources/${source.id}`}
          prefetch={false}
          className="inline-block min-h-6 max-w-72 truncate font-semibold text-pine underline-offset-3 hover:underline"
          title={whereOf(source)}
        >
          {source.name}
        </Link>
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
        <span title={source.advice === null ? undefined : said(source.advice)}>
          <StateTag state={source.state} isWarned={source.warning !== null} />
        </span>
      ),
    },
    {
      id: "label",
      enableSorting: false,
      meta: { label: words.t("sources.column.label") },
      header: words.t("sources.column.label"),
      cell: ({ row: { original: source } }) => <SecurityTags label={source.label} transport={source.transport} />,
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
      accessorFn: (source) => source.day.records,
      meta: { label: words.t("sources.column.records"), look: "right" },
      header: words.t("sources.column.records"),
      cell: ({ row }) => words.number(row.original.day.records),
    },
    {
      id: "undefined",
      accessorFn: (source) => source.day.undefinedLines,
      meta: { label: words.t("sources.column.undefined"), look: "right" },
      header: words.t("sources.column.undefined"),
      cell: ({ row }) => <Undefined count={row.original.day.undefinedLines} words={words} />,
    },
  ];
}

function Undefined({ count, words }: { count: number; words: Words }) {
  return count === 0 ? words.number(0) : <Tag tone="warn">{words.number(count)}</Tag>;
}
