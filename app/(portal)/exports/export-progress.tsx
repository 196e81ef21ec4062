"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";
import { bytes } from "../../_ui/bytes.ts";
import { Button } from "../../_ui/button.tsx";
import { FailureText } from "../../_ui/failure.tsx";
import { Progress } from "../../_ui/progress.tsx";
import { Answer } from "../../_ui/states.tsx";
import { shortTime } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import { download } from "./download.ts";

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

export function ExportState({ view, changed }: { view: ExportView; changed: () => void }) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  if (isRunning(view.state)) {
    const label =
      view.state === "waiting"
        ? words.t("export.state.waiting")
        : words.t("export.progress", { done: view.rowsDone, total: view.rowsTotal });
    return (
      <div className="grid gap-2" role="status">
        <Progress done={view.rowsDone} of={view.state === "waiting" ? null : view.rowsTotal} label={label} />
        <CancelExport view={view} changed={changed} label={words.t("action.cancel")} />
      </div>
    );
  }
  return (
    <div className="grid gap-2" role="status">
      <p className="font-semibold">{words.t(`export.state.${view.state}`)}</p>
      {view.problem ? <p className="text-brick">{view.problem}</p> : null}
      {view.state === "ready" || view.state === "fetched" ? (
        <>
          <p className="text-[12.5px] text-ink-2">
            {words.t("export.facts", {
              count: view.rowsTotal,
              size: bytes(view.bytes ?? 0, words),
              until: shortTime(view.until, zone),
            })}
          </p>
          {view.sha256 ? (
            <code className="font-mono text-[11px] break-all text-ink-2">SHA-256 {view.sha256}</code>
          ) : null}
          <div className="flex flex-wrap gap-2">
            <Download view={view} changed={changed} />
            <CancelExport view={view} changed={changed} label={words.t("export.destroy")} />
          </div>
        </>
      ) : null}
    </div>
  );
}

/** A link that opens once is made at the press of the button, and spent by it. */
function Download({ view, changed }: { view: ExportView; changed: () => void }) {
  const words = useWords();
  const fetchIt = useMutation({
    mutationFn: async () => download(await api.exports.link.mutate({ exportId: view.exportId })),
    onSuccess: () => setTimeout(changed, SECOND),
  });
  return (
    <>
      <Button kind="main" disabled={fetchIt.isPending} onClick={() => fetchIt.mutate()}>
        {words.t("export.download")}
      </Button>
      {fetchIt.isError ? (
        <div role="alert" className="basis-full text-brick">
          <FailureText error={fetchIt.error} />
        </div>
      ) : null}
    </>
  );
}

function CancelExport({ view, changed, label }: { view: ExportView; changed: () => void; label: string }) {
  const cancel = useMutation({
    mutationFn: () => api.exports.cancel.mutate({ exportId: view.exportId }),
    onSettled: changed,
  });
  return (
    <>
      <Button disabled={cancel.isPending} onClick={() => cancel.mutate()}>
        {label}
      </Button>
      {cancel.isError ? (
        <div role="alert" className="basis-full text-brick">
          <FailureText error={cancel.error} />
        </div>
      ) : null}
    </>
  );
}
