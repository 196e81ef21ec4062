"use client";
import { useTable } from "@tanstack/react-table";
import { useMemo } from "react";
import { Button } from "../../_ui/button.tsx";
import { type Columns, features, TableView } from "../../_ui/table.tsx";
import { clockTime } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import type { Words } from "../../_ui/words.ts";
import type { AuditEntry } from "./whose.ts";
import { countsOf, whatHappened, whoDid } from "./what-happened.ts";

interface AuditTableProps {
  readonly rows: readonly AuditEntry[];
  readonly open: (entry: AuditEntry) => void;
  readonly chosen: number | null;
  readonly zone: string;
}

export function AuditTable({ rows, open, chosen, zone }: AuditTableProps) {
  const words = useWords();
  const columns = useMemo(() => auditColumns(words, zone, open, chosen), [words, zone, open, chosen]);
  const table = useTable({
    features,
    columns,
    data: rows,
    getRowId: (row) => String(row.seq),
    enableRowSelection: false,
    enableSorting: false,
  });
  return <TableView table={table} caption={words.t("audit.title")} />;
}

function auditColumns(
  words: Words,
  zone: string,
  open: (entry: AuditEntry) => void,
  chosen: number | null,
): Columns<AuditEntry> {
  const columns: Columns<AuditEntry> = [
    {
      id: "at",
      meta: { label: words.t("audit.column.at"), look: "mono" },
      header: words.t("audit.column.at"),
      cell: ({ row }) => clockTime(row.original.at, zone),
    },
    {
      id: "actor",
      meta: { label: words.t("audit.column.actor") },
      header: words.t("audit.column.actor"),
      cell: ({ row }) => whoDid(row.original, words),
    },
    {
      id: "action",
      meta: { label: words.t("audit.column.action") },
      header: words.t("audit.column.action"),
      cell: ({ row: { original: entry } }) => <What entry={entry} words={words} />,
    },
    {
      id: "about",
      meta: { label: words.t("audit.column.about"), look: "mono" },
      header: words.t("audit.column.about"),
      cell: ({ row }) => <About entry={row.original} words={words} />,
    },
    {
      id: "purpose",
      meta: { label: words.t("audit.column.purpose") },
      header: words.t("audit.column.purpose"),
      cell: ({ row: { original: entry } }) =>
        entry.purpose === null ? null : <span className="block max-w-72 truncate">{entry.purpose}</span>,
    },
    {
      id: "details",
      meta: { label: words.t("audit.column.details") },
      header: words.t("audit.column.details"),
      cell: ({ row: { original: entry } }) => (
        <Button
          kind="plain"
          aria-label={words.t("audit.details.label", { seq: String(entry.seq) })}
          aria-expanded={entry.seq === chosen}
          onClick={() => open(entry)}
        >
          {words.t("audit.details")}
        </Button>
      ),
    },
  ];
  // Beside the panel, which has the reason in full, there is no room for it.
  return chosen === null ? columns : columns.filter((column) => column.id !== "purpose");
}

function What({ entry, words }: { entry: AuditEntry; words: Words }) {
  const counts = countsOf(entry.detail, words);
  return (
    <span>
      {whatHappened(entry.action, words)}
      {counts === "" ? null : <span className="text-ink-2">, {counts}</span>}
    </span>
  );
}

/** Who it is about as this reader may see it; what nobody can say any more stays visible as gone. */
export function About({ entry, words }: { entry: AuditEntry; words: Words }) {
  if (entry.aboutKind === "erased")
    return <span className="border-b border-dashed border-line-strong text-ink-3">{words.t("audit.erased")}</span>;
  if (entry.aboutKind === "hidden") return <span className="text-ink-2">{words.t("audit.hidden")}</span>;
  return entry.about;
}
