"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { GuardedPage } from "../../_ui/company-page.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { Answer, EmptyState } from "../../_ui/states.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay } from "../../_ui/viewer.tsx";
import { CasePanel } from "./case-panel.tsx";
import { CaseTable } from "./case-table.tsx";
import { PersonPanel } from "./person-panel.tsx";

export type CaseView = inferRouterOutputs<AppRouter>["cases"]["list"]["cases"][number];

const PAGE = 25;
const SOON = 1_500;
const SLOW = 30_000;

type Open = { readonly caseId: string } | "person" | null;

/** What is kept, what is restricted and who objected: a list, and beside it what is done with one. */
export function HoldsPage() {
  const words = useWords();
  return (
    <GuardedPage title={words.t("holds.title")} lead={words.t("holds.lead")} permission="hold.see">
      <Cases />
    </GuardedPage>
  );
}

function Cases() {
  const words = useWords();
  const mayChange = useMay("hold.change");
  const [ended, setEnded] = useState(false);
  const [open, setOpen] = useState<Open>(null);
  const query = useCases(ended);
  const cases = query.data?.pages.flatMap((page) => page.cases) ?? [];
  const shown = typeof open === "object" && open !== null ? cases.find((one) => one.caseId === open.caseId) : undefined;
  const close = () => setOpen(null);
  const changed = () => void query.refetch();
  const beside = open === "person" || shown !== undefined;
  return (
    <div className={`grid items-start gap-4 ${beside ? "lg:grid-cols-[minmax(0,1fr)_320px]" : ""}`}>
      <Sheet label={words.t("holds.title")}>
        <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2">
          {[false, true].map((one) => (
            <Button
              key={String(one)}
              kind={one === ended ? "main" : "line"}
              aria-pressed={one === ended}
              onClick={() => {
                setEnded(one);
                close();
              }}
            >
              {words.t(one ? "holds.ended" : "holds.lasting")}
            </Button>
          ))}
          {mayChange ? (
            <span className="ml-auto">
              <Button onClick={() => setOpen("person")}>{words.t("holds.person.add")}…</Button>
            </span>
          ) : null}
        </div>
        <Answer query={query}>
          {() =>
            cases.length === 0 ? (
              <EmptyState
                title={words.t(ended ? "holds.empty.ended" : "holds.empty")}
                why={words.t(ended ? "holds.empty.ended.help" : "holds.empty.help")}
              />
            ) : (
              <CaseTable cases={cases} open={(caseId) => setOpen({ caseId })} />
            )
          }
        </Answer>
        {query.hasNextPage ? (
          <div className="border-t border-line px-3 py-2">
            <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {words.t("holds.more")}
            </Button>
          </div>
        ) : null}
      </Sheet>
      {open === "person" ? <PersonPanel close={close} changed={changed} /> : null}
      {shown === undefined ? null : (
        <CasePanel key={`${shown.caseId} ${shown.state}`} view={shown} close={close} changed={changed} />
      )}
    </div>
  );
}

/** While something is on its way the list looks again by itself. */
function useCases(ended: boolean) {
  return useInfiniteQuery({
    queryKey: ["cases", ended],
    initialPageParam: "",
    queryFn: ({ pageParam }) =>
      api.cases.list.query({ ended, limit: PAGE, ...(pageParam === "" ? {} : { cursor: pageParam }) }),
    getNextPageParam: (page) => page.next,
    refetchInterval: (now) =>
      now.state.data?.pages.some((page) => page.cases.some(({ state }) => isMoving(state))) === true ? SOON : SLOW,
  });
}

export function isMoving(state: CaseView["state"]): boolean {
  return state === "making" || state === "changing" || state === "lifting";
}
