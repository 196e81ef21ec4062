"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import { useMemo } from "react";
import { bytes } from "../../_ui/bytes.ts";
import { Sheet } from "../../_ui/sheet.tsx";
import { SortedTable } from "../../_ui/sorted-table.tsx";
import { Answer, EmptyState } from "../../_ui/states.tsx";
import type { Columns } from "../../_ui/table.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { clockTime } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import type { Words } from "../../_ui/words.ts";
import type { TransferView } from "./day-counts.ts";
import type { SourceView } from "./sources-page.tsx";

interface TransfersProps {
  readonly query: UseQueryResult<readonly TransferView[]>;
  readonly sources: readonly SourceView[];
}

/** The log of transfer sessions: what moved, and what became of it. */
export function Transfers({ query, sources }: TransfersProps) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const columns = useMemo(() => {
    const names = new Map(sources.map((source) => [source.id, source.name]));
    return transferColumns(words, zone, names);
  }, [words, zone, sources]);
  return (
    <Sheet title={words.t("sources.transfers")}>
      <Answer query={query}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState title={words.t("sources.transfers.empty")} why={words.t("sources.transfers.empty.help")} />
          ) : (
            <SortedTable
              columns={columns}
              rows={list}
              rowId={(transfer) => transfer.id}
              caption={words.t("sources.transfers")}
              sort={{ id: "started", desc: true }}
            />
          )
        }
      </Answer>
    </Sheet>
  );
}

const COUNTS = ["files", "frames", "records", "joined", "waiting", "undefinedLines", "duplicates", "errors"] as const;
const COUNT_WORDS = {
  files: "files",
  frames: "frames",
  records: "records",
  joined: "joined",
  waiting: "waiting",
  undefinedLines: "undefined",
  duplicates: "duplicates",
  errors: "errors",
} as const;
const TONES = { done: "ok", interrupted: "warn", failed: "bad", open: "info" } as const;

function transferColumns(words: Words, zone: string, names: ReadonlyMap<number, string>): Columns<TransferView> {
  const counts = COUNTS.map((key): Columns<TransferView>[number] => {
    const label = words.t(`sources.transfers.column.${COUNT_WORDS[key]}`);
    return {
      accessorKey: key,
      meta: { label, look: "right" },
      header: label,
      cell: ({ row }) => words.number(row.original[key]),
    };
  });
  return [
    {
      id: "started",
      accessorFn: (transfer) => transfer.startedAt.getTime(),
      meta: { label: words.t("sources.transfers.column.started"), look: "mono" },
      header: words.t("sources.transfers.column.started"),
      cell: ({ row }) => clockTime(row.original.startedAt, zone),
    },
    {
      id: "sourceName",
      enableSorting: false,
      // The names come later than the rows, so that the value is not the one the table keeps.
      cell: ({ row }) => names.get(row.original.sourceId) ?? "",
      meta: { label: words.t("sources.transfers.column.source") },
      header: words.t("sources.transfers.column.source"),
    },
    {
      id: "outcome",
      accessorFn: (transfer) => transfer.outcome ?? "open",
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
      meta: { label: words.t("sources.transfers.column.bytes"), look: "right" },
      header: words.t("sources.transfers.column.bytes"),
      cell: ({ row }) => bytes(row.original.bytes, words),
    },
    ...counts,
  ];
}
