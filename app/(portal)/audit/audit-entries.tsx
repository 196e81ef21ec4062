"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { failureOf } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { EmptyState, Failed, FilteredOut, Loading, NoRight, Said } from "../../_ui/states.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import { type Asked, AuditFilter, askedFor, NOTHING_ASKED } from "./audit-filter.tsx";
import { AuditTable } from "./audit-table.tsx";
import { ChainSheet } from "./chain-sheet.tsx";
import { EntryPanel } from "./entry-panel.tsx";
import type { AuditAnswer, AuditEntry, Whose } from "./whose.ts";

const PAGE = 50;
/** Each reading is an entry itself, so that it is not repeated behind the reader's back. */
const KEPT_MS = 600_000;

/** How the audit stands, and its entries with what narrows them. */
export function Audit({ whose }: { whose: Whose }) {
  const words = useWords();
  const [asked, setAsked] = useState<Asked>(NOTHING_ASKED);
  const [open, setOpen] = useState<AuditEntry | null>(null);
  const [cleared, setCleared] = useState(0);
  const query = useEntries(whose, asked);
  const ownZone = useViewer().company?.timeZone ?? "UTC";
  const zone = whose.name === "installation" ? "UTC" : ownZone;
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
      <ChainSheet whose={whose} zone={zone} />
      <div className={`grid items-start gap-4 ${open ? "lg:grid-cols-[minmax(0,1fr)_340px]" : ""}`}>
        <Sheet label={words.t("audit.title")}>
          <AuditFilter key={cleared} whose={whose} busy={query.isFetching} ask={ask} clear={clear} />
          <Entries query={query} asked={asked} clear={clear} open={setOpen} chosen={open} zone={zone} />
        </Sheet>
        {open ? <EntryPanel key={open.seq} entry={open} zone={zone} close={() => setOpen(null)} /> : null}
      </div>
    </div>
  );
}

function useEntries(whose: Whose, asked: Asked) {
  return useInfiniteQuery({
    queryKey: ["audit", whose.name, asked],
    initialPageParam: 0,
    staleTime: KEPT_MS,
    queryFn: ({ pageParam }) =>
      whose.list({ limit: PAGE, ...askedFor(asked), ...(pageParam === 0 ? {} : { before: pageParam }) }),
    getNextPageParam: (last) => last.next,
  });
}

interface EntriesProps {
  readonly query: ReturnType<typeof useEntries>;
  readonly asked: Asked;
  readonly clear: () => void;
  readonly open: (entry: AuditEntry) => void;
  readonly chosen: AuditEntry | null;
  readonly zone: string;
}

function Entries({ query, asked, clear, open, chosen, zone }: EntriesProps) {
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
      <AuditTable rows={rows} open={open} chosen={chosen?.seq ?? null} zone={zone} />
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
