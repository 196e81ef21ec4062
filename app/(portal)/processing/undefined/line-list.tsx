"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { bytes } from "../../../_ui/bytes.ts";
import { Failed, FilteredOut, Loading } from "../../../_ui/states.tsx";
import { clockTime } from "../../../_ui/times.ts";
import { useSentences } from "../../../_ui/use-sentence.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { useViewer } from "../../../_ui/viewer.tsx";
import { LineText } from "./line-text.tsx";
import type { UndefinedDay, UndefinedLine } from "./views.ts";

type After = NonNullable<Parameters<typeof api.undefined.list.query>[0]["after"]>;

interface LineListProps {
  readonly day: UndefinedDay;
  readonly reason: string | null;
  readonly clear: () => void;
  /** Lines chosen to be erased; null where one may not. */
  readonly chosen: ReadonlySet<string> | null;
  readonly choose: (id: string) => void;
}

/** The lines of a day, a page at a time: when each came, why nobody understood it and how long it is. Its text is asked for. */
export function LineList({ day, reason, clear, chosen, choose }: LineListProps) {
  const words = useWords();
  const { sourceId } = day;
  const query = useInfiniteQuery({
    queryKey: ["undefined", "lines", day.day, sourceId, reason],
    queryFn: ({ pageParam }) =>
      api.undefined.list.query({
        ...{ sourceId, day: day.day, limit: 25 },
        ...(reason === null ? {} : { reason }),
        ...(pageParam === null ? {} : { after: pageParam }),
      }),
    initialPageParam: null as After | null,
    getNextPageParam: (page) => page.next,
  });
  if (query.isPending) return <Loading />;
  if (query.isError) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const lines = query.data.pages.flatMap((page) => page.lines);
  if (lines.length === 0) return <FilteredOut clear={clear} />;
  return (
    <>
      <h3 className="mt-4 mb-1 font-semibold">{words.t("undefined.list")}</h3>
      <ul className="grid">
        {lines.map((line) => (
          <li key={line.id} className="border-t border-line py-2">
            <Line line={line} chosen={chosen?.has(line.id) ?? null} choose={() => choose(line.id)} />
          </li>
        ))}
      </ul>
      {query.hasNextPage ? (
        <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {words.t("undefined.nextLines")}
        </Button>
      ) : null}
    </>
  );
}

function Line({ line, chosen, choose }: { line: UndefinedLine; chosen: boolean | null; choose: () => void }) {
  const words = useWords();
  const said = useSentences();
  const zone = useViewer().company?.timeZone ?? "UTC";
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-3">
        {chosen === null ? null : (
          <input
            type="checkbox"
            className="m-1.5 size-4 self-center"
            aria-label={words.t("undefined.choose", { time: clockTime(line.receivedAt, zone) })}
            checked={chosen}
            onChange={choose}
          />
        )}
        <span className="font-mono text-[13px]">{clockTime(line.receivedAt, zone)}</span>
        <span className="mr-auto min-w-0 break-words text-ink-2">{said(line.reason)}</span>
        <span className="text-[12.5px] text-ink-2 tabular-nums">{bytes(line.lengthBytes, words)}</span>
      </div>
      <LineText id={line.id} time={clockTime(line.receivedAt, zone)} />
    </>
  );
}
