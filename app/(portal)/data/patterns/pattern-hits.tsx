"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { Answer } from "../../../_ui/states.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { useMay } from "../../../_ui/viewer.tsx";
import { ErasePanel } from "../erase-panel.tsx";
import { ExportPanel } from "../export-panel.tsx";
import { fixedChoice } from "../fixed-choice.ts";
import { HitTable } from "../hit-table.tsx";
import { KeepPanel } from "../keep-panel.tsx";
import { RevealScope } from "../reveal-scope.tsx";
import { RowDetails } from "../row-details.tsx";
import { useHitTable } from "../use-hit-table.ts";
import { FIRST_COLUMNS } from "../use-views.ts";
import type { PatternView } from "./patterns-page.tsx";

const PAGE = 50;
const BY_DATE = { by: "date", direction: "desc" } as const;
type OpenPanel = "export" | "erase" | "keep" | { readonly hitId: string } | null;

/** What a pattern found, as the list of a search shows it; the panels act on all of it. */
export function PatternHits({ view, selectionId }: { view: PatternView; selectionId: string }) {
  const words = useWords();
  const [panel, setPanel] = useState<OpenPanel>(null);
  const query = useInfiniteQuery({
    queryKey: ["selected", selectionId],
    initialPageParam: "",
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ pageParam }) =>
      api.data.selected.query({ selectionId, limit: PAGE, ...(pageParam === "" ? {} : { before: pageParam }) }),
    getNextPageParam: (page) => page.next,
  });
  const hits = useMemo(() => query.data?.pages.flatMap((page) => page.hits) ?? [], [query.data]);
  const choice = useMemo(() => {
    const { calls: rows, createdAt: frozenAt, expiresAt: until, leftOut } = view;
    return fixedChoice({ selectionId, rows, bySource: [], whole: false, frozenAt, until, leftOut });
  }, [view, selectionId]);
  const open = (hitId: string) => setPanel({ hitId });
  const close = () => setPanel(null);
  const again = () => void query.refetch();
  const table = useHitTable({
    hits,
    choice,
    columns: FIRST_COLUMNS,
    sort: BY_DATE,
    setSort: again,
    dateOnly: true,
    open,
  });
  const shown = typeof panel === "object" && panel !== null ? hits.find((hit) => hit.hitId === panel.hitId) : undefined;
  const beside = typeof panel === "string" || shown !== undefined;
  return (
    <RevealScope search={selectionId}>
      <div className={`grid items-start gap-4 ${beside ? "lg:grid-cols-[minmax(0,1fr)_320px]" : ""}`}>
        <Sheet title={words.t("patterns.results")}>
          <Acts open={setPanel} />
          <Answer query={query}>
            {() => (
              // The panels act on all of it, so that there is nothing to choose.
              <div className="[&_[data-column=choose]]:hidden">
                <HitTable
                  table={table}
                  hits={hits}
                  choice={choice}
                  sort={BY_DATE}
                  dense={false}
                  open={open}
                  leave={close}
                />
              </div>
            )}
          </Answer>
          {query.hasNextPage ? (
            <div className="border-t border-line px-3 py-2">
              <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                {words.t("table.next")}
              </Button>
            </div>
          ) : null}
        </Sheet>
        {panel === "export" ? <ExportPanel choice={choice} close={close} /> : null}
        {panel === "erase" ? (
          <ErasePanel choice={choice} close={close} erased={again} about={words.t("patterns.results").toLowerCase()} />
        ) : null}
        {panel === "keep" ? <KeepPanel choice={choice} close={close} kept={again} /> : null}
        {shown === undefined ? null : <RowDetails key={shown.hitId} hit={shown} close={close} corrected={again} />}
      </div>
    </RevealScope>
  );
}

function Acts({ open }: { open: (panel: "export" | "erase" | "keep") => void }) {
  const words = useWords();
  const mayExport = useMay("data.export");
  const mayKeep = useMay("hold.change");
  const mayErase = useMay("data.erase");
  return (
    <div className="flex flex-wrap justify-end gap-2 border-b border-line px-3 py-2">
      {mayExport ? <Button onClick={() => open("export")}>{words.t("data.export.all")}</Button> : null}
      {mayKeep ? <Button onClick={() => open("keep")}>{words.t("holds.keep.all")}</Button> : null}
      {mayErase ? (
        <Button kind="danger-line" onClick={() => open("erase")}>
          {words.t("data.erase.all")}
        </Button>
      ) : null}
    </div>
  );
}
