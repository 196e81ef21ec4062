"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { GuardedPage } from "../../../_ui/company-page.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { EmptyState, Failed, FilteredOut, Loading } from "../../../_ui/states.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { Parts } from "../parts.tsx";
import { type LogFilter, LogFilterForm, NO_FILTER } from "./log-filter.tsx";
import { LogTable } from "./log-table.tsx";

const TAIL_MS = 3_000;
const PAGE = 100;
const REQUEST_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function LogPage() {
  const words = useWords();
  return (
    <GuardedPage title={words.t("log.title")} lead={words.t("log.lead")} permission="maintenance.run" company={false}>
      <Parts />
      <Log />
    </GuardedPage>
  );
}

/** Filter, lines and the way to earlier ones. A run's link brings its id behind the hash, which no server sees. */
function Log() {
  const words = useWords();
  const [filter, setFilter] = useState<LogFilter>(NO_FILTER);
  const [follow, setFollow] = useState(false);
  const [cleared, setCleared] = useState(0);
  useEffect(() => {
    const asked = globalThis.location.hash.slice(1);
    if (REQUEST_ID.test(asked)) setFilter({ ...NO_FILTER, requestId: asked });
  }, []);
  const query = useInfiniteQuery({
    queryKey: ["maintenance", "log", filter],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) =>
      api.maintenance.log.query({ ...filter, limit: PAGE, ...(pageParam === null ? {} : { before: pageParam }) }),
    getNextPageParam: (last) => last.next,
    refetchInterval: follow ? TAIL_MS : false,
  });
  const clear = () => {
    setFilter(NO_FILTER);
    setCleared(cleared + 1);
  };
  const lines = useMemo(() => query.data?.pages.flatMap((page) => page.lines) ?? [], [query.data]);
  const filtered = Object.keys(filter).length > 0;
  return (
    <Sheet label={words.t("log.title")}>
      <LogFilterForm
        key={`${cleared} ${filter.requestId ?? ""}`}
        filter={filter}
        set={setFilter}
        follow={follow}
        setFollow={setFollow}
      />
      {query.isError ? (
        <Failed error={query.error} retry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Loading />
      ) : lines.length > 0 ? (
        <LogTable lines={lines} />
      ) : filtered ? (
        <FilteredOut clear={clear} />
      ) : (
        <EmptyState title={words.t("log.empty")} why={words.t("log.empty.help")} />
      )}
      {query.hasNextPage ? (
        <div className="border-t border-line p-3">
          <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {words.t("log.more")}
          </Button>
        </div>
      ) : null}
    </Sheet>
  );
}
