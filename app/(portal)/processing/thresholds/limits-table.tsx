"use client";
import { useMemo } from "react";
import { money } from "../../../_ui/money.ts";
import { SortedTable } from "../../../_ui/sorted-table.tsx";
import type { Columns } from "../../../_ui/table.tsx";
import { Tag } from "../../../_ui/tag.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { useMay } from "../../../_ui/viewer.tsx";
import type { Words } from "../../../_ui/words.ts";
import type { LimitsView, ThresholdsView } from "./views.ts";

interface LimitsTableProps {
  readonly view: ThresholdsView;
  /** The row whose panel is open; null = all sources. */
  readonly chosen: number | null | undefined;
  /** A stable function. */
  readonly change: (sourceId: number | null) => void;
}

interface Row {
  readonly sourceId: number | null;
  readonly name: string;
  /** null: it goes by those of all sources. */
  readonly limits: LimitsView | null;
}

/** The limits of all sources first, then those of each. */
export function LimitsTable({ view, chosen, change }: LimitsTableProps) {
  const words = useWords();
  const mayChange = useMay("processing.change");
  const rows = useMemo<Row[]>(
    () => [{ sourceId: null, name: words.t("thresholds.of.company"), limits: view.company }, ...view.sources],
    [view, words],
  );
  const columns = useMemo(
    () => limitColumns(words, view.currency, chosen, mayChange ? change : null),
    [words, view.currency, chosen, mayChange, change],
  );
  return (
    <SortedTable
      columns={columns}
      rows={rows}
      rowId={(row) => String(row.sourceId ?? 0)}
      caption={words.t("thresholds.limits")}
    />
  );
}

function limitColumns(
  words: Words,
  currency: string,
  chosen: number | null | undefined,
  change: ((sourceId: number | null) => void) | null,
): Columns<Row> {
  const label = (key: "source" | "duration" | "ring" | "cost" | "other" | "set") => words.t(`thresholds.column.${key}`);
  const limit = (key: "duration" | "ring" | "cost", read: (limits: LimitsView) => string | null) => ({
    id: key,
    enableSorting: false,
    meta: { label: label(key), look: "right" as const },
    header: label(key),
    cell: ({ row: { original } }: { row: { original: Row } }) => {
      const text = original.limits === null ? null : read(original.limits);
      return text === null ? <span className="text-ink-3">{words.t("thresholds.none")}</span> : text;
    },
  });
  const seconds = (count: number | null) => (count === null ? null : words.t("thresholds.seconds", { count }));
  return [
    {
      accessorKey: "name",
      enableSorting: false,
      meta: { label: label("source") },
      header: label("source"),
      cell: ({ row: { original: row } }) => (
        <>
          {change === null ? (
            <span className="font-semibold">{row.name}</span>
          ) : (
            <button
              type="button"
              aria-label={words.t("thresholds.change", { name: row.name })}
              aria-pressed={chosen === row.sourceId}
              className="min-h-6 max-w-72 truncate font-semibold text-pine underline-offset-3 hover:underline"
              onClick={() => change(row.sourceId)}
            >
              {row.name}
            </button>
          )}{" "}
          {row.limits === null ? <Tag>{words.t("thresholds.like")}</Tag> : null}
        </>
      ),
    },
    limit("duration", (limits) => seconds(limits.durationSeconds)),
    limit("ring", (limits) => seconds(limits.ringSeconds)),
    limit("cost", ({ costCents }) => (costCents === null ? null : money(costCents, currency, words))),
    {
      id: "other",
      enableSorting: false,
      meta: { label: label("other") },
      header: label("other"),
      cell: ({ row: { original } }) => {
        const named = (["unanswered", "internal"] as const).filter((one) => original.limits?.[one] === true);
        return (
          <span className="inline-flex gap-1">
            {named.map((one) => (
              <Tag key={one} tone="info">
                {words.t(`thresholds.${one}`)}
              </Tag>
            ))}
          </span>
        );
      },
    },
    {
      id: "set",
      enableSorting: false,
      meta: { label: label("set"), look: "soft" },
      header: label("set"),
      cell: ({ row: { original } }) => original.limits?.setByName ?? "",
    },
  ];
}
