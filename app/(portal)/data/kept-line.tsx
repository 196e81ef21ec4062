"use client";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { api } from "../../_trpc/client.ts";
import { longDay } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { CaseMaking } from "../holds/case-making.tsx";

export interface Made {
  readonly caseId: string;
  readonly state: string;
  readonly calls: number;
  readonly missed: number;
}

const SOON = 1_500;

/** What became of the calls that were to be kept: of many a job tells how far it has come until they all are. */
export function KeptLine({ made, endsOn, changed }: { made: Made; endsOn: string; changed: () => void }) {
  const words = useWords();
  const query = useQuery({
    queryKey: ["cases", "made", made.caseId],
    enabled: made.state === "making",
    queryFn: async () => {
      const { cases } = await api.cases.list.query({ limit: 25 });
      return cases.find((one) => one.caseId === made.caseId) ?? null;
    },
    refetchInterval: ({ state }) => (state.data?.state === "making" || state.data === undefined ? SOON : false),
    gcTime: 0,
  });
  const view = query.data;
  const settled = view !== undefined && view?.state !== "making";
  // What the list shows beside it was asked for before the calls stood where they stand now.
  useEffect(() => {
    if (settled) changed();
  }, [settled, changed]);
  if (made.state === "making" && (view === undefined || view?.state === "making"))
    return (
      <>
        <p>{words.t("holds.keep.making", { count: made.calls })}</p>
        {view === undefined ? null : <CaseMaking view={view} changed={() => void query.refetch()} />}
      </>
    );
  if (view === null || view?.state === "lifting" || view?.state === "ended")
    return <p>{words.t("holds.keep.cancelled")}</p>;
  const missed = view?.callsMissed ?? made.missed;
  return (
    <>
      <p>{words.t("holds.keep.done", { count: view?.calls ?? made.calls, day: longDay(endsOn, words) })}</p>
      {missed > 0 ? <p className="text-brick">{words.t("holds.missed", { count: missed })}</p> : null}
    </>
  );
}
