"use client";
import { useMemo } from "react";
import { bytes } from "../../../../_ui/bytes.ts";
import { SortedTable } from "../../../../_ui/sorted-table.tsx";
import type { Columns } from "../../../../_ui/table.tsx";
import { longDay } from "../../../../_ui/times.ts";
import { useWords } from "../../../../_ui/use-words.tsx";
import type { Words } from "../../../../_ui/words.ts";
import type { RawDay } from "./views.ts";

/** Days of calls with what is kept of them raw. */
export function RecordDays({ days, isPart }: { days: readonly RawDay[]; isPart: boolean }) {
  const words = useWords();
  const columns = useMemo(() => dayColumns(words), [words]);
  return (
    <SortedTable
      columns={columns}
      rows={days}
      rowId={({ day }) => day}
      caption={words.t("raw.days")}
      sort={{ id: "day", desc: true }}
      isPart={isPart}
    />
  );
}

function dayColumns(words: Words): Columns<RawDay> {
  const label = (key: "day" | "records" | "readers" | "until" | "without" | "gone" | "segments" | "size") =>
    words.t(`raw.column.${key}`);
  const count = (key: "records" | "segments" | "withoutRaw" | "valuesGone", name: string): Columns<RawDay>[number] => ({
    accessorKey: key,
    meta: { label: name, look: "right" },
    header: name,
    cell: ({ row }) => words.number(row.original[key]),
  });
  return [
    { accessorKey: "day", meta: { label: label("day"), look: "mono" }, header: label("day") },
    count("records", label("records")),
    {
      id: "readers",
      enableSorting: false,
      meta: { label: label("readers") },
      header: label("readers"),
      cell: ({ row }) => row.original.readers.map((reader) => readerName(reader, words)).join(", "),
    },
    {
      accessorKey: "endsOn",
      meta: { label: label("until") },
      header: label("until"),
      cell: ({ row }) => longDay(row.original.endsOn, words),
    },
    count("withoutRaw", label("without")),
    count("valuesGone", label("gone")),
    count("segments", label("segments")),
    {
      accessorKey: "bytes",
      meta: { label: label("size"), look: "right" },
      header: label("size"),
      cell: ({ row }) => bytes(row.original.bytes, words),
    },
  ];
}

function readerName({ driver, layout, layoutVersion }: RawDay["readers"][number], words: Words): string {
  if (driver === null) return words.t("raw.reader.none");
  if (layoutVersion === null) return driver;
  return words.t("raw.reader.layout", { name: layout ?? driver, version: layoutVersion });
}
