"use client";
import { useMemo } from "react";
import type { Columns } from "../../_ui/table.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { addDaysTo, clockTime, dayOf, daysFrom, longDay } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import type { Words } from "../../_ui/words.ts";
import type { Chosen } from "./use-choice.ts";
import type { Hit } from "./use-search.ts";

const SOON_DAYS = 7;

export function useHitColumns(choice: Chosen): Columns<Hit> {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  // The columns ask the table for what is chosen; they change with language and zone only.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the mode of choosing redraws the boxes
  return useMemo(() => hitColumns(words, zone), [words, zone, choice.all]);
}

/** A whole page means its exact hits where it has some: what is only possible is chosen one by one. */
function togglePage(
  rows: readonly { id: string; original: Hit }[],
  chosen: Record<string, true>,
): Record<string, true> {
  const exact = rows.filter((row) => row.original.tier === "exact");
  const meant = exact.length > 0 ? exact : rows;
  const next = { ...chosen };
  if (meant.every((row) => chosen[row.id])) for (const row of rows) delete next[row.id];
  else for (const row of meant) next[row.id] = true;
  return next;
}

function hitColumns(words: Words, zone: string): Columns<Hit> {
  return [
    {
      id: "choose",
      meta: { label: words.t("data.choose"), fixed: true },
      header: ({ table }) => (
        <Box
          label={words.t("data.choosePage")}
          checked={table.getIsAllRowsSelected()}
          some={table.getIsSomeRowsSelected()}
          change={() => table.setRowSelection((chosen) => togglePage(table.getRowModel().rows, chosen))}
        />
      ),
      cell: ({ row }) => (
        <Box
          label={words.t("data.chooseRow", { date: clockTime(row.original.date, zone) })}
          checked={row.getIsSelected()}
          some={false}
          change={row.getToggleSelectedHandler()}
        />
      ),
    },
    {
      id: "number",
      meta: { label: words.t("data.column.number"), look: "mono", fixed: true },
      header: words.t("data.column.number"),
      cell: ({ row: { original: hit } }) => (
        <span>
          {hit.number} {hit.tier === "exact" ? null : <Tag tone="warn">{words.t(`data.tier.${hit.tier}.tag`)}</Tag>}
        </span>
      ),
    },
    {
      id: "source",
      meta: { label: words.t("data.column.source") },
      header: words.t("data.column.source"),
      cell: ({ row: { original: hit } }) => (
        <span>
          {words.known(`kind.${hit.source.toLowerCase()}`) ?? hit.source}{" "}
          <Tag tone="info">{words.t(`product.${hit.product}`)}</Tag>
        </span>
      ),
    },
    {
      id: "role",
      meta: { label: words.t("data.column.role"), look: "soft" },
      header: words.t("data.column.role"),
      cell: ({ row }) => words.t(`role.${row.original.role}`),
    },
    {
      id: "note",
      meta: { label: words.t("data.column.note") },
      header: words.t("data.column.note"),
      cell: ({ row }) => <Note hit={row.original} words={words} />,
    },
    {
      id: "date",
      meta: { label: words.t("data.column.date"), look: "mono", fixed: true },
      header: words.t("data.column.date"),
      cell: ({ row }) => clockTime(row.original.date, zone),
    },
    {
      id: "others",
      meta: { label: words.t("data.column.others"), look: "mono" },
      header: words.t("data.column.others"),
      cell: ({ row }) => row.original.otherParties.map((party) => party.number).join(", "),
    },
    {
      id: "duration",
      meta: { label: words.t("data.column.duration"), look: "right" },
      header: words.t("data.column.duration"),
      cell: ({ row }) => lasted(row.original.durationSeconds),
    },
    {
      id: "sourceName",
      meta: { label: words.t("data.column.sourceName"), look: "soft" },
      header: words.t("data.column.sourceName"),
      cell: ({ row }) => row.original.sourceName,
    },
    {
      id: "erasedOn",
      meta: { label: words.t("data.column.erasedOn"), look: "soft" },
      header: words.t("data.column.erasedOn"),
      cell: ({ row }) => <ErasedOn day={row.original.erasedOn} zone={zone} words={words} />,
    },
  ];
}

/** What the call says besides the number; what it no longer says stays visible as gone. */
function Note({ hit, words }: { hit: Hit; words: Words }) {
  return (
    <span className="inline-flex flex-wrap gap-x-2">
      {hit.note}
      {hit.gone.map((gone) => (
        <span key={`${gone.role} ${gone.class}`} className="border-b border-dashed border-line-strong text-ink-3">
          {words.t(`data.gone.${gone.why}`, { class: words.t(`class.${gone.class}`) })}
        </span>
      ))}
    </span>
  );
}

/** The first day on which it is unreadable: in the last week as days to go. */
function ErasedOn({ day, zone, words }: { day: string | null; zone: string; words: Words }) {
  if (day === null) return <Tag tone="bad">{words.t("time.never")}</Tag>;
  const left = daysFrom(dayOf(new Date(), zone), day);
  if (left > SOON_DAYS) return longDay(day, words);
  return (
    <span title={longDay(addDaysTo(day, 0), words)}>
      <Tag tone="warn">{left <= 1 ? words.t("time.tonight") : words.t("time.inDays", { count: left })}</Tag>
    </span>
  );
}

function lasted(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const rest = String(seconds % 60).padStart(2, "0");
  return minutes < 60
    ? `${minutes}:${rest}`
    : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}

function Box({
  label,
  checked,
  some,
  change,
}: {
  label: string;
  checked: boolean;
  some: boolean;
  change: (event: unknown) => void;
}) {
  return (
    <input
      type="checkbox"
      aria-label={label}
      className="size-4 align-middle"
      checked={checked}
      ref={(box) => {
        if (box) box.indeterminate = some && !checked;
      }}
      onChange={change}
    />
  );
}
