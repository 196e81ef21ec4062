"use client";
import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";
import { Refusal } from "../../_ui/failure.tsx";
import { Progress } from "../../_ui/progress.tsx";
import { Answer } from "../../_ui/states.tsx";
import { useAct } from "../../_ui/step-up.tsx";
import { Tag, type Tone } from "../../_ui/tag.tsx";
import { useSentence } from "../../_ui/use-sentence.ts";
import { useWords } from "../../_ui/use-words.tsx";
import type { Words } from "../../_ui/words.ts";
import { ExportReady } from "./export-ready.tsx";

export type ExportView = inferRouterOutputs<AppRouter>["exports"]["read"];

const SECOND = 1000;

export function isRunning(state: ExportView["state"]): boolean {
  return state === "waiting" || state === "running";
}

/** Follows one export until it ends; asked again each second, so that a reload loses nothing. */
export function ExportProgress({ exportId }: { exportId: string }) {
  const query = useQuery({
    queryKey: ["exports", exportId],
    queryFn: () => api.exports.read.query({ exportId }),
    refetchInterval: (now) => (now.state.data === undefined || isRunning(now.state.data.state) ? SECOND : false),
  });
  return <Answer query={query}>{(view) => <ExportState view={view} changed={() => void query.refetch()} />}</Answer>;
}

/** How far it is and a way out while it runs; afterwards the file, or what became of it. */
export function ExportState({ view, changed }: { view: ExportView; changed: () => void }) {
  const words = useWords();
  const problem = useSentence(view.problem ?? "");
  if (isRunning(view.state)) return <Running view={view} changed={changed} />;
  return (
    <div className="grid justify-items-start gap-1.5" role="status">
      <Tag tone={TONES[view.state]}>{words.t(`export.state.${view.state}`)}</Tag>
      {problem === "" ? null : <p className="text-brick">{problem}</p>}
      {view.state === "cancelled" || view.state === "expired" || view.state === "erased" ? (
        <p className="text-[12.5px] text-ink-2">{words.t(`export.over.${view.state}`)}</p>
      ) : null}
      <ExportReady view={view} changed={changed} />
    </div>
  );
}

const TONES: Readonly<Record<ExportView["state"], Tone>> = {
  waiting: "info",
  running: "info",
  ready: "ok",
  fetched: "ok",
  cancelled: "plain",
  expired: "plain",
  erased: "plain",
  failed: "bad",
};

function Running({ view, changed }: { view: ExportView; changed: () => void }) {
  const words = useWords();
  const cancel = useAct(() => api.exports.cancel.mutate({ exportId: view.exportId }), { onSettled: changed });
  const known = view.phase === "writing" || view.phase === "packing";
  return (
    <div className="grid gap-2" role="status">
      <Progress
        done={view.phase === "writing" ? view.rowsDone + view.rowsGone : view.rowsDone}
        of={known ? view.rowsTotal : null}
        label={labelOf(view, words)}
        since={view.phase === "writing" ? view.startedAt : null}
        cancel={() => cancel.mutate()}
        cancelling={cancel.isPending}
      />
      <Refusal error={cancel.error} />
    </div>
  );
}

function labelOf(view: ExportView, words: Words): string {
  const rows = { done: view.rowsDone, count: view.rowsTotal };
  switch (view.phase) {
    case "writing":
      return words.t("export.progress", rows);
    case "packing":
      return words.t("export.packing", rows);
    case "checking":
      return words.t("export.checking");
    case null:
      return words.t("export.state.waiting");
  }
}
