"use client";
import { useMemo } from "react";
import { Sheet } from "../../../_ui/sheet.tsx";
import { SortedTable } from "../../../_ui/sorted-table.tsx";
import { EmptyState } from "../../../_ui/states.tsx";
import type { Columns } from "../../../_ui/table.tsx";
import { Tag } from "../../../_ui/tag.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { Words } from "../../../_ui/words.ts";
import { localTime, took } from "../local-time.ts";
import type { KeyState } from "./keys-page.tsx";

type Row = KeyState["generations"][number];

/** Those that were, the newest first. */
export function PastGenerations({ rows }: { rows: KeyState["generations"] }) {
  const words = useWords();
  const columns = useMemo(() => columnsOf(words), [words]);
  return (
    <Sheet title={words.t("rootKeys.past")}>
      {rows.length === 0 ? (
        <EmptyState title={words.t("rootKeys.past.none")} why={words.t("rootKeys.past.none.why")} />
      ) : (
        <SortedTable
          columns={columns}
          rows={rows}
          rowId={(row) => String(row.number)}
          caption={words.t("rootKeys.past")}
        />
      )}
    </Sheet>
  );
}

function columnsOf(words: Words): Columns<Row> {
  const head = (id: "number" | "kind" | "begun" | "ended" | "companies" | "subjects" | "pause") => ({
    id,
    enableSorting: false,
    meta: { label: words.t(`rootKeys.column.${id}`), ...(id === "kind" ? {} : { look: "mono" as const }) },
    header: words.t(`rootKeys.column.${id}`),
  });
  return [
    { ...head("number"), cell: ({ row }) => words.number(row.original.number) },
    { ...head("kind"), cell: ({ row }) => words.t(`rootKeys.kind.${row.original.kind}`) },
    { ...head("begun"), cell: ({ row }) => localTime(row.original.begunAt) },
    {
      ...head("ended"),
      cell: ({ row: { original: row } }) =>
        row.endedAt === null ? <Tag tone="info">{words.t("rootKeys.unended")}</Tag> : localTime(row.endedAt),
    },
    { ...head("companies"), cell: ({ row }) => words.number(row.original.companies) },
    { ...head("subjects"), cell: ({ row }) => words.number(row.original.subjects) },
    {
      ...head("pause"),
      cell: ({ row }) => took(row.original.longestSwitchMs, words.number),
    },
  ];
}
