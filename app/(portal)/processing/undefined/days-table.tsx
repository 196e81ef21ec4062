"use client";
import { useMemo } from "react";
import { bytes } from "../../../_ui/bytes.ts";
import { SortedTable } from "../../../_ui/sorted-table.tsx";
import type { Columns } from "../../../_ui/table.tsx";
import { longDay } from "../../../_ui/times.ts";
import { useSentences } from "../../../_ui/use-sentence.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import type { Words } from "../../../_ui/words.ts";
import { keyOf, sourceName, type UndefinedDay, type UndefinedView } from "./views.ts";

interface DaysTableProps {
  readonly view: UndefinedView;
  readonly days: readonly UndefinedDay[];
  readonly chosen: string | null;
  readonly open: (key: string | null) => void;
}

/** Days by source, with how many lines nobody understood and why. */
export function DaysTable({ view, days, chosen, open }: DaysTableProps) {
  const words = useWords();
  const said = useSentences();
  const columns = useMemo(() => dayColumns({ words, said, view, chosen, open }), [words, said, view, chosen, open]);
  return (
    <SortedTable
      columns={columns}
      rows={days}
      rowId={keyOf}
      caption={words.t("undefined.days")}
      sort={{ id: "day", desc: true }}
    />
  );
}

interface Look extends Omit<DaysTableProps, "days"> {
  readonly words: Words;
  readonly said: (text: string) => string;
}

function dayColumns({ words, said, view, chosen, open }: Look): Columns<UndefinedDay> {
  const label = (key: "day" | "source" | "lines" | "reasons" | "size" | "until") => words.t(`undefined.column.${key}`);
  return [
    {
      accessorKey: "day",
      meta: { label: label("day"), look: "mono" },
      header: label("day"),
      cell: ({ row }) => {
        const key = keyOf(row.original);
        return (
          <button
            type="button"
            aria-expanded={key === chosen}
            aria-label={words.t("undefined.open", {
              day: row.original.day,
              name: sourceName(view, row.original.sourceId),
            })}
            className="font-semibold text-pine underline-offset-3 hover:underline"
            onClick={() => open(key === chosen ? null : key)}
          >
            {row.original.day}
          </button>
        );
      },
    },
    {
      id: "source",
      accessorFn: ({ sourceId }) => sourceName(view, sourceId),
      meta: { label: label("source") },
      header: label("source"),
    },
    {
      accessorKey: "lines",
      meta: { label: label("lines"), look: "right" },
      header: label("lines"),
      cell: ({ row }) => words.number(row.original.lines),
    },
    {
      accessorKey: "endsOn",
      meta: { label: label("until") },
      header: label("until"),
      cell: ({ row }) => longDay(row.original.endsOn, words),
    },
    {
      id: "reasons",
      enableSorting: false,
      meta: { label: label("reasons") },
      header: label("reasons"),
      cell: ({ row }) => {
        const [first, ...others] = row.original.reasons;
        const more = others.length === 0 ? "" : ` ${words.t("undefined.reasons.more", { count: others.length })}`;
        return first === undefined ? "" : `${said(first.reason)} (${words.number(first.lines)})${more}`;
      },
    },
    {
      accessorKey: "bytes",
      meta: { label: label("size"), look: "right" },
      header: label("size"),
      cell: ({ row }) => bytes(row.original.bytes, words),
    },
  ];
}
