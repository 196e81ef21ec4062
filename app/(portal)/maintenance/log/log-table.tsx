"use client";
import type { inferRouterOutputs } from "@trpc/server";
import { useMemo } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { SortedTable } from "../../../_ui/sorted-table.tsx";
import type { Columns } from "../../../_ui/table.tsx";
import { Tag, type Tone } from "../../../_ui/tag.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { Words } from "../../../_ui/words.ts";
import { localClock } from "../local-time.ts";

type Line = inferRouterOutputs<AppRouter>["maintenance"]["log"]["lines"][number];

const TONES: Readonly<Record<Line["level"], Tone>> = { info: "plain", warn: "warn", error: "bad" };

export function LogTable({ lines }: { lines: readonly Line[] }) {
  const words = useWords();
  const columns = useMemo(() => lineColumns(words), [words]);
  const rows = useMemo(() => [...lines], [lines]);
  return (
    <SortedTable columns={columns} rows={rows} rowId={(row) => row.place} caption={words.t("log.title")} drawsAll />
  );
}

function lineColumns(words: Words): Columns<Line> {
  const head = (id: "at" | "service" | "level" | "event" | "fields", look?: "mono") => ({
    id,
    enableSorting: false,
    meta: { label: words.t(`log.column.${id}`), ...(look === undefined ? {} : { look }) },
    header: words.t(`log.column.${id}`),
  });
  return [
    { ...head("at", "mono"), cell: ({ row }) => localClock(row.original.at) },
    { ...head("service"), cell: ({ row }) => row.original.service },
    {
      ...head("level"),
      cell: ({ row }) => <Tag tone={TONES[row.original.level]}>{words.t(`log.levelWord.${row.original.level}`)}</Tag>,
    },
    { ...head("event", "mono"), cell: ({ row }) => row.original.event },
    {
      ...head("fields"),
      cell: ({ row }) => (
        <span className="block max-w-2xl font-mono text-[12px] break-words whitespace-normal text-ink-2">
          {Object.entries(row.original.fields)
            .map(([name, value]) => `${name}=${String(value)}`)
            .join(" ")}
        </span>
      ),
    },
  ];
}
