"use client";
import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/api/router.ts";
import { bytes } from "../../_ui/bytes.ts";
import type { Columns } from "../../_ui/table.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { clockTime } from "../../_ui/times.ts";
import type { Words } from "../../_ui/words.ts";

export type TransferView = inferRouterOutputs<AppRouter>["sources"]["transfers"][number];

const COUNTS = [
  "files",
  "frames",
  "records",
  "joined",
  "waiting",
  "undefinedLines",
  "duplicates",
  "filtered",
  "leftOut",
  "errors",
] as const;
const TONES = { done: "ok", interrupted: "warn", failed: "bad", open: "info" } as const;

/** Only a page of them is here: sorting it would sort nothing. `names`: of the sources, where the sessions of several are shown. */
export function transferColumns(
  words: Words,
  zone: string,
  names: ReadonlyMap<number, string> | null,
): Columns<TransferView> {
  const counts = COUNTS.map((key): Columns<TransferView>[number] => {
    const label = words.t(`sources.transfers.column.${key === "undefinedLines" ? "undefined" : key}`);
    return {
      accessorKey: key,
      enableSorting: false,
      meta: { label, look: "right" },
      header: label,
      cell: ({ row }) => words.number(row.original[key]),
    };
  });
  return [
    {
      id: "started",
      enableSorting: false,
      meta: { label: words.t("sources.transfers.column.started"), look: "mono" },
      header: words.t("sources.transfers.column.started"),
      cell: ({ row }) => clockTime(row.original.startedAt, zone),
    },
    {
      id: "ended",
      enableSorting: false,
      meta: { label: words.t("sources.transfers.column.ended"), look: "mono" },
      header: words.t("sources.transfers.column.ended"),
      cell: ({ row }) => (row.original.endedAt === null ? "–" : clockTime(row.original.endedAt, zone)),
    },
    ...(names === null ? [] : [nameColumn(words, names)]),
    {
      id: "outcome",
      enableSorting: false,
      meta: { label: words.t("sources.transfers.column.outcome") },
      header: words.t("sources.transfers.column.outcome"),
      cell: ({ row }) => (
        <Tag tone={TONES[row.original.outcome ?? "open"]}>
          {words.t(`sources.outcome.${row.original.outcome ?? "open"}`)}
        </Tag>
      ),
    },
    {
      accessorKey: "bytes",
      enableSorting: false,
      meta: { label: words.t("sources.transfers.column.bytes"), look: "right" },
      header: words.t("sources.transfers.column.bytes"),
      cell: ({ row }) => bytes(row.original.bytes, words),
    },
    ...counts,
  ];
}

function nameColumn(words: Words, names: ReadonlyMap<number, string>): Columns<TransferView>[number] {
  return {
    id: "sourceName",
    enableSorting: false,
    // The names come later than the rows, so that the value is not the one the table keeps.
    cell: ({ row }) => names.get(row.original.sourceId) ?? "",
    meta: { label: words.t("sources.transfers.column.source") },
    header: words.t("sources.transfers.column.source"),
  };
}
