"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import Link from "next/link";
import { useEffect, useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { Refusal, ServerSentence } from "../../_ui/failure.tsx";
import { Progress } from "../../_ui/progress.tsx";
import { Answer } from "../../_ui/states.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { shortTime } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";

export type ErasureView = inferRouterOutputs<AppRouter>["erasures"]["read"];

const SECOND = 1000;

const OVER: ReadonlySet<ErasureView["state"]> = new Set([
  "held",
  "done",
  "undone",
  "declined",
  "lapsed",
  "refused",
  "failed",
]);

export function isOver(state: ErasureView["state"]): boolean {
  return OVER.has(state);
}

/** Follows an erasure to its certificate. Leaving the page changes nothing: the worker goes on. */
export function EraseProgress({
  erasureId,
  nonce,
  close,
  erased,
}: {
  erasureId: string;
  nonce: string;
  close: () => void;
  erased: () => void;
}) {
  const words = useWords();
  const query = useQuery({
    queryKey: ["erasures", erasureId],
    queryFn: () => api.erasures.read.query({ erasureId }),
    refetchInterval: (now) => (now.state.data !== undefined && isOver(now.state.data.state) ? false : SECOND),
  });
  const over = query.data !== undefined && isOver(query.data.state);
  const finish = () => {
    close();
    if (over) erased();
  };
  return (
    <div className="grid gap-3">
      <Answer query={query}>{(view) => <ErasureState view={view} changed={() => void query.refetch()} />}</Answer>
      <Nonce nonce={nonce} />
      <Button onClick={finish}>{words.t(over ? "erase.showAgain" : "action.close")}</Button>
    </div>
  );
}

export function ErasureState({ view, changed }: { view: ErasureView; changed: () => void }) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const undo = useMutation({
    mutationFn: () => api.erasures.undo.mutate({ erasureId: view.erasureId }),
    onSettled: changed,
  });
  if (view.state === "done" || view.state === "held" || view.state === "refused") return <Done view={view} />;
  if (isOver(view.state)) {
    return (
      <div role="status" className="grid gap-1">
        <p className="font-semibold">{words.t(`erase.state.${view.state}`)}</p>
        {view.problem ? (
          <p className="text-brick">
            <ServerSentence text={view.problem} />
          </p>
        ) : null}
      </div>
    );
  }
  if (view.state === "asked") {
    return (
      <p role="status" className="text-ink-2">
        {words.t("erasure.asked")}
      </p>
    );
  }
  const label =
    view.state === "waiting" && view.startsAt !== null
      ? words.t("erase.waiting", { time: shortTime(view.startsAt, zone) })
      : words.t(`erase.state.${view.state}`);
  return (
    <div role="status" className="grid gap-2">
      <Progress done={view.rowsDone} of={view.state === "deleting" ? view.rows : null} label={label} />
      {view.canBeUndone ? (
        <>
          <p className="text-[12.5px] text-ink-2">{words.t("erase.undo.help")}</p>
          <Button disabled={undo.isPending} onClick={() => undo.mutate()}>
            {words.t("erase.undo")}
          </Button>
        </>
      ) : null}
      <Refusal error={undo.error} />
    </div>
  );
}

const HELP: Readonly<Partial<Record<ErasureView["state"], "erase.held.help" | "erase.refused.help">>> = {
  held: "erase.held.help",
  refused: "erase.refused.help",
};

function Done({ view }: { view: ErasureView }) {
  const words = useWords();
  return (
    <div role="status" className="grid justify-items-start gap-2">
      <p className="flex flex-wrap items-center gap-2 font-semibold">
        {words.t(`erase.state.${view.state}`)}{" "}
        {view.outcome ? (
          <Tag tone={view.outcome === "complete" ? "ok" : view.outcome === "refused" ? "bad" : "warn"}>
            {words.t(`certificate.outcome.${view.outcome}`)}
          </Tag>
        ) : null}
      </p>
      <p className="text-ink-2">{words.t(HELP[view.state] ?? "erase.done.help")}</p>
      {view.certificateId ? (
        <Link
          className="font-semibold text-pine underline underline-offset-3"
          href={`/certificates/${view.certificateId}`}
        >
          {words.t("erase.certificate")}
        </Link>
      ) : null}
    </div>
  );
}

/** The code that ties the certificate to the person came with the answer to the request; the server keeps none. */
export function Nonce({ nonce }: { nonce: string }) {
  const words = useWords();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2 * SECOND);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <div className="grid justify-items-start gap-1">
      <p className="text-[12.5px] text-ink-2">{words.t("erase.nonce.once")}</p>
      <code className="font-mono text-[12.5px] break-all">{nonce}</code>
      <Button onClick={() => void navigator.clipboard.writeText(nonce).then(() => setCopied(true))}>
        {words.t(copied ? "action.copied" : "action.copy")}
      </Button>
    </div>
  );
}
