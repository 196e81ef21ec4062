"use client";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { SortedTable } from "../../_ui/sorted-table.tsx";
import { Answer } from "../../_ui/states.tsx";
import type { Columns } from "../../_ui/table.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { ago, shortTime } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay, useViewer } from "../../_ui/viewer.tsx";
import type { Words } from "../../_ui/words.ts";
import { GuardPanel } from "./guard-panel.tsx";
import { type GuardKind, guardOf, type GuardView, nameOf } from "./guard-view.ts";
import { calendarText } from "./calendar-text.ts";

const LIVE_MS = 15_000;

/** What a page that looks more often knows of its one source. */
interface LastHeard {
  readonly at: Date | null;
  /** From when it runs or stands as it does. */
  readonly since: Date;
}

interface GuardsProps {
  /** null = the company and all of them. */
  readonly sourceId: number | null;
  readonly kind?: GuardKind;
  readonly heard?: LastHeard | undefined;
}

/** Who is listened to, for how long they may be silent, and what is heard now. */
export function Guards({ sourceId, kind = "processed", heard }: GuardsProps) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const mayChange = useMay("processing.change");
  const [changing, setChanging] = useState<number | null>(null);
  const query = useQuery({
    queryKey: ["guards"],
    queryFn: () => api.guards.show.query(),
    refetchInterval: LIVE_MS,
  });
  const change = useCallback((id: number) => setChanging(id), []);
  const heardAt = heard?.at?.getTime() ?? null;
  const since = heard?.since.getTime() ?? null;
  const columns = useMemo(
    () => guardColumns(words, zone, kind, since, mayChange ? change : null),
    [words, zone, kind, since, mayChange, change],
  );
  const rows = useMemo(
    () =>
      (query.data?.guards ?? [])
        .filter((one) => sourceId === null || one.sourceId === sourceId)
        .map((one) => newest(guardOf(one, kind), heardAt)),
    [query.data, sourceId, kind, heardAt],
  );
  const chosen = rows.find((one) => one.sourceId === changing);
  const close = () => setChanging(null);
  return (
    <div className={`grid items-start gap-4 ${chosen === undefined ? "" : "lg:grid-cols-[minmax(0,1fr)_340px]"}`}>
      <Sheet title={words.t(WORDS[kind].title)}>
        <p className="border-b border-line px-3.5 py-2.5 text-ink-2">{words.t(WORDS[kind].help)}</p>
        <Answer query={query}>
          {() => (
            <SortedTable
              columns={columns}
              rows={rows}
              rowId={(one) => String(one.sourceId)}
              caption={words.t(WORDS[kind].title)}
            />
          )}
        </Answer>
      </Sheet>
      {chosen === undefined ? null : (
        <GuardPanel
          key={chosen.sourceId}
          watched={chosen}
          kind={kind}
          close={close}
          changed={() => {
            close();
            void query.refetch();
          }}
        />
      )}
    </div>
  );
}

const WORDS = {
  processed: {
    title: "guard.title",
    help: "guard.help",
    last: "guard.column.last",
    none: "guard.noCall",
    heard: "guard.heard",
  },
  collected: {
    title: "guard.collected.title",
    help: "guard.collected.help",
    last: "guard.collected.column.last",
    none: "guard.collected.none",
    heard: "guard.collected.heard",
  },
} as const;

const YOUNG_MS = 62 * 86_400_000;

/** When it was last heard is told by whichever of two answers is newer. */
function newest(watched: GuardView, heardAt: number | null): GuardView {
  return heardAt !== null && heardAt > (watched.lastAt?.getTime() ?? 0)
    ? { ...watched, lastAt: new Date(heardAt) }
    : watched;
}

/** One that began lately has brought nothing yet, rather than for two months. */
function never(words: Words, kind: GuardKind, since: number | null): string {
  return words.t(since !== null && Date.now() - since < YOUNG_MS ? "guard.noneYet" : WORDS[kind].none);
}

function guardColumns(
  words: Words,
  zone: string,
  kind: GuardKind,
  since: number | null,
  change: ((sourceId: number) => void) | null,
): Columns<GuardView> {
  const label = (key: "watched" | "state" | "last" | "minutes" | "hours") =>
    words.t(key === "last" ? WORDS[kind].last : `guard.column.${key}`);
  const columns: Columns<GuardView> = [
    {
      id: "watched",
      accessorFn: (one) => one.name ?? "",
      meta: { label: label("watched") },
      header: label("watched"),
      cell: ({ row }) => <span className="font-semibold">{nameOf(row.original, words)}</span>,
    },
    {
      id: "state",
      accessorFn: (one) => one.guard?.silentFrom?.getTime() ?? 0,
      meta: { label: label("state") },
      header: label("state"),
      cell: ({ row }) => <Heard watched={row.original} zone={zone} heard={words.t(WORDS[kind].heard)} />,
    },
    {
      id: "last",
      accessorFn: (one) => one.lastAt?.getTime() ?? 0,
      meta: { label: label("last"), look: "soft" },
      header: label("last"),
      cell: ({ row: { original } }) =>
        original.lastAt === null ? never(words, kind, since) : ago(original.lastAt, new Date(), words),
    },
    {
      id: "minutes",
      accessorFn: (one) => one.guard?.minutes ?? 0,
      meta: { label: label("minutes"), look: "right" },
      header: label("minutes"),
      cell: ({ row: { original } }) =>
        original.guard === null ? "–" : words.t("guard.minutes", { count: original.guard.minutes }),
    },
    {
      id: "hours",
      enableSorting: false,
      meta: { label: label("hours"), look: "soft" },
      header: label("hours"),
      cell: ({ row: { original } }) => (original.guard === null ? "–" : calendarText(original, words)),
    },
  ];
  if (change !== null)
    columns.push({
      id: "change",
      enableSorting: false,
      meta: { label: "" },
      header: () => <span className="sr-only">{words.t("retention.change")}</span>,
      cell: ({ row: { original } }) => {
        const verb = words.t(original.guard === null ? "guard.set" : "retention.change");
        return (
          <Button
            kind="plain"
            aria-label={`${verb}: ${kind === "collected" ? `${words.t("guard.collected.title")}, ` : ""}${nameOf(original, words)}`}
            onClick={() => change(original.sourceId)}
          >
            {verb}
          </Button>
        );
      },
    });
  return columns;
}

function Heard({
  watched: { guard, state, lastAt },
  zone,
  heard,
}: {
  watched: GuardView;
  zone: string;
  heard: string;
}) {
  const words = useWords();
  if (guard === null) return <Tag>{words.t("guard.none")}</Tag>;
  if (guard.silentFrom !== null)
    return (
      <span className="flex flex-wrap items-center gap-1.5">
        <Tag tone="bad">{words.t("guard.silent")}</Tag>
        <span className="text-ink-2">{words.t("alarm.since", { time: shortTime(guard.silentFrom, zone) })}</span>
      </span>
    );
  if (state === "stopped") return <Tag>{words.t("guard.stopped")}</Tag>;
  if (guard.closed !== null)
    return (
      <span className="flex flex-wrap items-center gap-1.5">
        <Tag>{words.t("guard.closed")}</Tag>
        {guard.closed.until === null ? null : (
          <span className="text-ink-2">
            {words.t("guard.closed.until", { time: shortTime(guard.closed.until, zone) })}
          </span>
        )}
      </span>
    );
  if (lastAt === null) return <Tag>{words.t("guard.waits")}</Tag>;
  return <Tag tone="ok">{heard}</Tag>;
}
