"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useMemo, useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";
import { bytes } from "../../_ui/bytes.ts";
import { TurnPages } from "../../_ui/pager.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { SortedTable } from "../../_ui/sorted-table.tsx";
import { Answer, EmptyState } from "../../_ui/states.tsx";
import type { Columns } from "../../_ui/table.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { clockTime } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import type { Words } from "../../_ui/words.ts";
import { Verdict } from "./accounted.tsx";

type View = inferRouterOutputs<AppRouter>["statistics"]["collections"];
type Collection = View["collections"][number];
type Cursor = NonNullable<View["next"]>;

const LIVE_MS = 15_000;

/** The collections of a source, the newest first: what moved, and what became of it. */
export function Collections({ sourceId }: { sourceId: number }) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const [before, setBefore] = useState<readonly Cursor[]>([]);
  const last = before.at(-1);
  const query = useQuery({
    queryKey: ["collections", sourceId, last?.id ?? null],
    queryFn: () => api.statistics.collections.query({ sourceId, ...(last === undefined ? {} : { before: last }) }),
    placeholderData: keepPreviousData,
    refetchInterval: before.length === 0 ? LIVE_MS : false,
  });
  const columns = useMemo(() => collectionColumns(words, zone), [words, zone]);
  return (
    <Sheet title={words.t("statistics.collections")}>
      <Answer query={query}>
        {({ collections, next }) =>
          collections.length === 0 && before.length === 0 ? (
            <EmptyState
              title={words.t("statistics.collections.none")}
              why={words.t("statistics.collections.none.help")}
            />
          ) : (
            <>
              <SortedTable
                columns={columns}
                rows={collections}
                rowId={(one) => one.id}
                caption={words.t("statistics.collections")}
              />
              <TurnPages turned={before} next={next} busy={query.isPlaceholderData} go={setBefore} />
            </>
          )
        }
      </Answer>
    </Sheet>
  );
}

const COUNTS = [
  "files",
  "frames",
  "unread",
  "records",
  "joined",
  "duplicates",
  "filtered",
  "leftOut",
  "waiting",
  "undefinedLines",
  "badLines",
  "apart",
  "late",
  "implausible",
  "errors",
] as const;
const TONES = { done: "ok", interrupted: "warn", failed: "bad", open: "info" } as const;

/** Only a page of them is here: sorting it would sort nothing. */
function collectionColumns(words: Words, zone: string): Columns<Collection> {
  const label = (key: "started" | "ended" | "outcome" | "bytes") => words.t(`statistics.column.${key}`);
  return [
    {
      id: "started",
      enableSorting: false,
      meta: { label: label("started"), look: "mono", fixed: true },
      header: label("started"),
      cell: ({ row }) => clockTime(row.original.startedAt, zone),
    },
    {
      id: "ended",
      enableSorting: false,
      meta: { label: label("ended"), look: "mono" },
      header: label("ended"),
      cell: ({ row }) => (row.original.endedAt === null ? "–" : clockTime(row.original.endedAt, zone)),
    },
    {
      id: "outcome",
      enableSorting: false,
      meta: { label: label("outcome") },
      header: label("outcome"),
      cell: ({ row }) => (
        <Tag tone={TONES[row.original.outcome ?? "open"]}>
          {words.t(`sources.outcome.${row.original.outcome ?? "open"}`)}
        </Tag>
      ),
    },
    {
      id: "missing",
      enableSorting: false,
      meta: { label: words.t("statistics.accounted") },
      header: words.t("statistics.accounted"),
      cell: ({ row }) => <Verdict missing={row.original.missing} />,
    },
    {
      id: "bytes",
      enableSorting: false,
      meta: { label: label("bytes"), look: "right" },
      header: label("bytes"),
      cell: ({ row }) => bytes(row.original.bytes, words),
    },
    ...COUNTS.map((key): Columns<Collection>[number] => ({
      id: key,
      enableSorting: false,
      meta: { label: words.t(`statistics.${key}`), look: "right" },
      header: words.t(`statistics.${key}`),
      cell: ({ row }) => words.number(row.original[key]),
    })),
  ];
}
