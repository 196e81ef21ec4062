"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { GuardedPage } from "../../../_ui/company-page.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { Answer, EmptyState } from "../../../_ui/states.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { useMay } from "../../../_ui/viewer.tsx";
import { EdgeCard } from "./edge-card.tsx";
import { InvitePanel } from "./invite-panel.tsx";

type EdgePage = inferRouterOutputs<AppRouter>["edges"]["list"];
export type EdgeView = EdgePage["edges"][number];

const LIVE_MS = 10_000;

/** Collectors at the company's own sites: how each fares, and a code for another one. */
export function EdgesPage() {
  const words = useWords();
  const mayChange = useMay("source.change");
  const [adding, setAdding] = useState(false);
  const actions = mayChange ? (
    <Button kind="main" onClick={() => setAdding(true)}>
      {words.t("edges.add")}
    </Button>
  ) : null;
  return (
    <GuardedPage title={words.t("edges.title")} lead={words.t("edges.lead")} permission="source.see" actions={actions}>
      <Edges adding={adding} close={() => setAdding(false)} />
    </GuardedPage>
  );
}

function Edges({ adding, close }: { adding: boolean; close: () => void }) {
  const words = useWords();
  const query = useInfiniteQuery({
    queryKey: ["edges"],
    initialPageParam: null as EdgePage["next"],
    queryFn: ({ pageParam }) => api.edges.list.query({ after: pageParam }),
    getNextPageParam: (page) => page.next,
    refetchInterval: LIVE_MS,
  });
  const edges = query.data?.pages.flatMap((page) => page.edges) ?? [];
  const changed = () => void query.refetch();
  return (
    <div className={`grid items-start gap-4 ${adding ? "lg:grid-cols-[minmax(0,1fr)_360px]" : ""}`}>
      <Sheet label={words.t("edges.title")}>
        <Answer query={query}>
          {() =>
            edges.length === 0 ? (
              <EmptyState title={words.t("edges.empty")} why={words.t("edges.empty.help")} />
            ) : (
              <ul className="divide-y divide-line">
                {edges.map((edge) => (
                  <EdgeCard key={edge.id} edge={edge} changed={changed} />
                ))}
              </ul>
            )
          }
        </Answer>
        {query.hasNextPage ? (
          <div className="border-t border-line px-3 py-2">
            <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {words.t("edges.more")}
            </Button>
          </div>
        ) : null}
      </Sheet>
      {adding ? <InvitePanel close={close} changed={changed} /> : null}
    </div>
  );
}
