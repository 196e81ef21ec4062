"use client";
import { useMemo } from "react";
import { Sheet } from "../../_ui/sheet.tsx";
import { SortedTable } from "../../_ui/sorted-table.tsx";
import { Said } from "../../_ui/states.tsx";
import type { Columns } from "../../_ui/table.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import type { Words } from "../../_ui/words.ts";
import type { Copies } from "./answers.ts";

type Oldest = Copies["oldest"][number];

/** The oldest datum of each product and class beside the rule it lives under. */
export function OldestTable({ oldest }: { oldest: readonly Oldest[] }) {
  const words = useWords();
  const columns = useMemo(() => oldestColumns(words), [words]);
  return (
    <Sheet title={words.t("copies.oldest")}>
      {oldest.length === 0 ? (
        <Said title={words.t("copies.oldest.none")}>{words.t("copies.oldest.none.help")}</Said>
      ) : (
        <>
          <p className="max-w-3xl px-3.5 pt-3 text-ink-2">{words.t("copies.oldest.lead")}</p>
          <SortedTable
            columns={columns}
            rows={oldest}
            rowId={(row) => `${row.product} ${row.class}`}
            caption={words.t("copies.oldest")}
            sort={{ id: "age", desc: true }}
          />
        </>
      )}
    </Sheet>
  );
}

function oldestColumns(words: Words): Columns<Oldest> {
  const head = (of: "product" | "class" | "day" | "age" | "rule" | "state") => ({
    header: words.t(`copies.oldest.${of}`),
    meta: { label: words.t(`copies.oldest.${of}`) },
  });
  const days = (count: number) => words.t("copies.oldest.days", { count });
  return [
    { id: "product", accessorFn: (row) => words.t(`product.${row.product}`), ...head("product") },
    { id: "class", accessorFn: (row) => words.t(`class.${row.class}`), ...head("class") },
    {
      id: "day",
      accessorKey: "callDay",
      header: words.t("copies.oldest.day"),
      meta: { label: words.t("copies.oldest.day"), look: "mono" },
    },
    { id: "age", accessorKey: "ageDays", ...head("age"), cell: ({ row }) => days(row.original.ageDays) },
    {
      id: "rule",
      accessorFn: (row) => row.keptDays ?? Number.POSITIVE_INFINITY,
      ...head("rule"),
      cell: ({ row: { original } }) =>
        original.keptDays === null ? words.t("copies.oldest.off") : days(original.keptDays),
    },
    { id: "state", accessorKey: "excessDays", ...head("state"), cell: ({ row }) => <State row={row.original} /> },
  ];
}

function State({ row: { excessDays: count, what, ofCase } }: { row: Oldest }) {
  const words = useWords();
  if (count > 0)
    return <Tag tone="bad">{words.t(what === "key" ? "copies.oldest.key" : "copies.oldest.beyond", { count })}</Tag>;
  return <Tag tone={ofCase ? "info" : "ok"}>{words.t(ofCase ? "copies.oldest.case" : "copies.oldest.ok")}</Tag>;
}
