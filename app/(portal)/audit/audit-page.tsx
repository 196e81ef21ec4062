"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useMemo, useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api, failureOf } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { GuardedPage } from "../../_ui/company-page.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { EmptyState, Failed, FilteredOut, Loading, NoRight, Said } from "../../_ui/states.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { type Asked, AuditFilter, askedFor, NOTHING_ASKED } from "./audit-filter.tsx";
import { AuditTable } from "./audit-table.tsx";
import { ChainSheet } from "./chain-sheet.tsx";
import { EntryPanel } from "./entry-panel.tsx";

export type AuditAnswer = inferRouterOutputs<AppRouter>["audit"]["list"];
export type AuditEntry = AuditAnswer["rows"][number];

const PAGE = 50;
/** Each reading is an entry itself, so that it is not repeated behind the reader's back. */
const KEPT_MS = 600_000;

export function AuditPage() {
  const words = useWords();
  return (
    <GuardedPage title={words.t("audit.title")} lead={words.t("audit.lead")} permission="audit.see">
      <Audit />
    </GuardedPage>
  );
}

function Audit() {
  const words = useWords();
  const [asked, setAsked] = useState<Asked>(NOTHING_ASKED);
  const [open, setOpen] = useState<AuditEntry | null>(null);
  const [cleared, setCleared] = useState(0);
  const query = useEntries(asked);
  const ask = (next: Asked) => {
    setOpen(null);
    if (JSON.stringify(next) === JSON.stringify(asked)) void query.refetch();
    else setAsked(next);
  };
  const clear = () => {
    setCleared(cleared + 1);
    setOpen(null);
    setAsked(NOTHING_ASKED);
  };
  return (
    <div className="grid gap-4">
      <ChainSheet />
      <div className={`grid items-start gap-4 ${open ? "lg:grid-cols-[minmax(0,1fr)_340px]" : ""}`}>
        <Sheet label={words.t("audit.title")}>
          <AuditFilter key={cleared} busy={query.isFetching} ask={ask} clear={clear} />
          <Entries query={query} asked={asked} clear={clear} open={setOpen} chosen={open} />
        </Sheet>
        {open ? <EntryPanel key={open.seq} entry={open} close={() => setOpen(null)} /> : null}
      </div>
    </div>
  );
}

function useEntries(asked: Asked) {
  return useInfiniteQuery({
    queryKey: ["audit", asked],
    initialPageParam: 0,
    staleTime: KEPT_MS,
    queryFn: ({ pageParam }) =>
      api.audit.list.query({ limit: PAGE, ...askedFor(asked), ...(pageParam === 0 ? {} : { before: pageParam }) }),
    getNextPageParam: (last) => last.next,
  });
}

interface EntriesProps {
  readonly query: ReturnType<typeof useEntries>;
  readonly asked: Asked;
  readonly clear: () => void;
  readonly open: (entry: AuditEntry) => void;
  readonly chosen: AuditEntry | null;
}

function Entries({ query, asked, clear, open, chosen }: EntriesProps) {
  const words = useWords();
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data]);
  if (query.isPending) return <Loading />;
  if (query.isError)
    return failureOf(query.error).code === "forbidden" ? (
      <NoRight />
    ) : (
      <Failed error={query.error} retry={() => void query.refetch()} />
    );
  if (rows.length === 0) return <None read={query.data.pages[0]?.read ?? null} asked={asked} clear={clear} />;
  return (
    <>
      <AuditTable rows={rows} open={open} chosen={chosen?.seq ?? null} />
      {query.hasNextPage ? (
        <div className="border-t border-line p-3">
          <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {words.t("audit.more")}
          </Button>
        </div>
      ) : null}
    </>
  );
}

/** Why nothing is here: no number, nobody known, nothing that fits, or nothing done yet. */
function None({ read, asked, clear }: { read: AuditAnswer["read"]; asked: Asked; clear: () => void }) {
  const words = useWords();
  const again = <Button onClick={clear}>{words.t("state.clearFilters")}</Button>;
  if (asked === NOTHING_ASKED) return <EmptyState title={words.t("audit.empty")} why={words.t("audit.empty.help")} />;
  if (read !== null && !read.searchable) {
    const reason = words.known(`reason.${read.reason}`) ?? read.reason;
    return <Said title={words.t("audit.unread", { reason })} action={again} />;
  }
  if (read !== null && !read.known)
    return (
      <Said title={words.t("audit.unknown")} action={again}>
        {words.t("audit.unknown.help")}
      </Said>
    );
  return <FilteredOut clear={clear} />;
}
