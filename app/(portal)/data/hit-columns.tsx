"use client";
import { type ChangeEvent, useMemo, useRef } from "react";
import type { Columns } from "../../_ui/table.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { addDaysTo, clockTime, dayOf, daysFrom, longDay } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import type { Words } from "../../_ui/words.ts";
import { CaseTags } from "./case-tags.tsx";
import { hiddenBy, Reveal } from "./reveal.tsx";
import { SortedTags } from "./sorted-tags.tsx";
import type { Chosen } from "./use-choice.ts";
import type { Hit, SortBy } from "./use-search.ts";

const SOON_DAYS = 7;

/** What a column's head sorts by; the note begins with the extension. */
export const SORT_OF: Readonly<Record<string, SortBy>> = {
  date: "date",
  note: "extension",
  duration: "duration",
  source: "source",
  direction: "direction",
  erasedOn: "erasedOn",
};

interface RowActs {
  readonly toggle: (id: string, range: boolean) => void;
  readonly turnPage: () => void;
  readonly open: (id: string) => void;
}

/** Stable while language and zone are: fifty rows are not drawn anew because one box was ticked elsewhere. */
export function useHitColumns(choice: Chosen, hits: readonly Hit[], open: (id: string) => void): Columns<Hit> {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const latest = useRef({ choice, hits, open });
  latest.current = { choice, hits, open };
  return useMemo(() => {
    const page = () => latest.current.hits.map((hit) => hit.hitId);
    return hitColumns(words, zone, {
      toggle: (id, range) => latest.current.choice.toggle(id, page(), range),
      turnPage: () => latest.current.choice.setIds(togglePage(latest.current.hits, latest.current.choice.ids)),
      open: (id) => latest.current.open(id),
    });
  }, [words, zone]);
}

/** A whole page means its exact hits where it has some: what is only possible is chosen one by one. */
function togglePage(hits: readonly Hit[], chosen: Readonly<Record<string, true>>): Record<string, true> {
  const exact = hits.filter((hit) => hit.tier === "exact");
  const meant = exact.length > 0 ? exact : hits;
  const next = { ...chosen };
  if (meant.every((hit) => chosen[hit.hitId])) for (const hit of hits) delete next[hit.hitId];
  else for (const hit of meant) next[hit.hitId] = true;
  return next;
}

function hitColumns(words: Words, zone: string, acts: RowActs): Columns<Hit> {
  const columns: Columns<Hit> = [
    {
      id: "choose",
      meta: { label: words.t("data.choose"), fixed: true },
      header: ({ table }) => (
        <Box
          label={words.t("data.choosePage")}
          checked={table.getIsAllRowsSelected()}
          some={table.getIsSomeRowsSelected()}
          change={acts.turnPage}
        />
      ),
      cell: ({ row }) => (
        <Box
          label={words.t("data.chooseRow", { date: clockTime(row.original.date, zone) })}
          checked={row.getIsSelected()}
          some={false}
          change={(event) => acts.toggle(row.id, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)}
        />
      ),
    },
    {
      id: "number",
      meta: { label: words.t("data.column.number"), look: "mono", fixed: true },
      header: words.t("data.column.number"),
      cell: ({ row: { original: hit } }) => <NumberCell hit={hit} words={words} />,
    },
    {
      id: "source",
      meta: { label: words.t("data.column.source") },
      header: words.t("data.column.source"),
      cell: ({ row: { original: hit } }) => (
        <span>
          {words.known(`kind.${hit.source.toLowerCase()}`) ?? hit.source}{" "}
          <span data-spare="">
            <Tag tone="info">{words.t(`product.${hit.product}`)}</Tag>
          </span>
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
      meta: { label: words.t("data.column.date"), look: "mono" },
      header: words.t("data.column.date"),
      cell: ({ row }) => (
        <button
          type="button"
          title={words.t("data.details")}
          className="min-h-6 underline decoration-line-strong underline-offset-4 hover:decoration-pine"
          onClick={() => acts.open(row.id)}
        >
          {clockTime(row.original.date, zone)}
        </button>
      ),
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
      id: "direction",
      meta: { label: words.t("data.column.direction"), look: "soft" },
      header: words.t("data.column.direction"),
      cell: ({ row }) => (row.original.direction === null ? "" : words.t(`direction.${row.original.direction}`)),
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
  return columns.map((column) => ({
    ...column,
    // The rows come sorted; without a value to sort by the head would stay a word.
    accessorFn: (hit: Hit) => hit.hitId,
    enableSorting: SORT_OF[column.id ?? ""] !== undefined,
  })) as Columns<Hit>;
}

/** An exact hit is what was typed, so that there is nothing to reveal; of another one it is the whole question. */
function NumberCell({ hit, words }: { hit: Hit; words: Words }) {
  if (hit.tier === "exact") return hit.seen === "hidden" ? words.t(hiddenBy(hit.restricted)) : hit.number;
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      <Reveal
        hitId={hit.hitId}
        role={hit.role}
        class={hit.class}
        number={hit.number}
        seen={hit.seen}
        restricted={hit.restricted}
      />
      <Tag tone="warn">{words.t(`data.tier.${hit.tier}.tag`)}</Tag>
    </span>
  );
}

/** What the call says besides the number; what it no longer says stays visible as gone. */
function Note({ hit, words }: { hit: Hit; words: Words }) {
  return (
    <span
      className="inline-block max-w-[26ch] truncate align-bottom max-md:max-w-none max-md:whitespace-normal"
      title={hit.note}
    >
      <CaseTags hit={hit} words={words} /> <SortedTags hit={hit} words={words} /> {hit.note}{" "}
      {hit.gone.map((gone) => (
        <span key={`${gone.role} ${gone.class}`} className="border-b border-dashed border-line-strong text-ink-3">
          {words.t(`data.gone.${gone.why}`, { class: words.t(`class.${gone.class}`) })}
        </span>
      ))}
    </span>
  );
}

/** The first day on which it is unreadable: in the last week as days to go. */
export function ErasedOn({ day, zone, words }: { day: string | null; zone: string; words: Words }) {
  if (day === null) return <Tag tone="bad">{words.t("time.never")}</Tag>;
  const left = daysFrom(dayOf(new Date(), zone), day);
  if (left > SOON_DAYS) return longDay(day, words);
  return (
    <span title={longDay(addDaysTo(day, 0), words)}>
      <Tag tone="warn">{left <= 1 ? words.t("time.tonight") : words.t("time.inDays", { count: left })}</Tag>
    </span>
  );
}

export function lasted(seconds: number): string {
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
  change: (event: ChangeEvent<HTMLInputElement>) => void;
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
