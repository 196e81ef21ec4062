"use client";
import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { Refusal } from "../../_ui/failure.tsx";
import { Fact, Facts } from "../../_ui/panel.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { Answer } from "../../_ui/states.tsx";
import { useAct } from "../../_ui/step-up.tsx";
import { shortTime } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay, useViewer } from "../../_ui/viewer.tsx";
import { Second } from "../data/erase-facts.tsx";

type Waiting = inferRouterOutputs<AppRouter>["erasures"]["waiting"][number];
type Detail = inferRouterOutputs<AppRouter>["erasures"]["readWaiting"];

const LOOK_MS = 5_000;

export function useWaitingErasures(enabled: boolean) {
  return useQuery({
    queryKey: ["erasures", "waiting"],
    enabled,
    queryFn: () => api.erasures.waiting.query(),
    refetchInterval: LOOK_MS,
  });
}

/** What waits for a second person; nothing while nothing does. */
export function WaitingErasures() {
  const words = useWords();
  const query = useWaitingErasures(useMay("certificate.see"));
  const waiting = query.data ?? [];
  if (waiting.length === 0) return null;
  return (
    <Sheet title={words.t("erasure.waiting.title")}>
      <ul>
        {waiting.map((one) => (
          <WaitingErasure key={one.erasureId} one={one} changed={() => void query.refetch()} />
        ))}
      </ul>
    </Sheet>
  );
}

function WaitingErasure({ one, changed }: { one: Waiting; changed: () => void }) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const [open, setOpen] = useState(false);
  return (
    <li className="border-b border-line p-3.5 last:border-b-0">
      <div className="flex flex-wrap items-start gap-3">
        <div className="mr-auto min-w-0">
          <p className="font-semibold">
            {one.reason} <span className="font-normal">{words.t("erasure.waiting.calls", { count: one.calls })}</span>
          </p>
          <p className="text-ink-2">
            {words.t("erasure.waiting.by", {
              name: one.askedByName,
              time: shortTime(one.askedAt, zone),
              lapses: shortTime(one.lapsesAt, zone),
            })}
          </p>
          {one.own ? <p className="text-ink-2">{words.t("erasure.waiting.own")}</p> : null}
        </div>
        {open || !one.mayDecide ? null : (
          <Button onClick={() => setOpen(true)}>{words.t("erasure.waiting.look")}</Button>
        )}
        {one.own ? <Decisions one={one} changed={changed} /> : null}
      </div>
      {open ? <Looked one={one} changed={changed} /> : null}
    </li>
  );
}

/** Asked for by a press, since looking at it is written down. */
function Looked({ one, changed }: { one: Waiting; changed: () => void }) {
  const query = useQuery({
    queryKey: ["erasures", "waiting", one.erasureId],
    gcTime: 0,
    queryFn: () => api.erasures.readWaiting.query({ erasureId: one.erasureId }),
  });
  return (
    <div className="mt-3 max-w-xl">
      <Answer query={query}>{(detail) => <WhatGoes detail={detail} />}</Answer>
      <Decisions one={one} changed={changed} />
    </div>
  );
}

/** The asker's preview, in counts; the number no clearer than the reader's profile shows it. */
function WhatGoes({ detail }: { detail: Detail }) {
  const words = useWords();
  const { preview, about } = detail;
  return (
    <>
      <Facts>
        {about.map(({ class: cls, number }) => (
          <Fact
            key={`${cls} ${number}`}
            name={`${words.t("erasure.waiting.about")}, ${words.known(`class.${cls}`) ?? cls}`}
          >
            <span className="font-mono text-[13px]">{number === "" ? words.t("erasure.waiting.hidden") : number}</span>
          </Fact>
        ))}
        {preview.bySource.map(({ source, count }) => (
          <Fact key={source} name={words.known(`kind.${source.toLowerCase()}`) ?? source}>
            {words.number(count)}
          </Fact>
        ))}
        <Fact name={words.t("erase.raw")}>{words.t("erase.raw.cut", { count: preview.rawRecords })}</Fact>
        <Fact name={words.t("erasure.waiting.scope")}>{words.t(`certificate.scope.${preview.scope}`)}</Fact>
        <Fact name={words.t("erasure.waiting.others")}>{words.number(preview.others)}</Fact>
        <Fact name={words.t("erasure.waiting.elsewhere")}>
          {words.t(preview.othersElsewhere ? "erasure.waiting.yes" : "erasure.waiting.no")}
        </Fact>
        <Fact name={words.t("erasure.waiting.grace")}>
          {words.t("erasure.waiting.minutes", { count: detail.graceMinutes })}
        </Fact>
      </Facts>
      <Second why={detail.why} title={words.t("erasure.waiting.why")} />
    </>
  );
}

type Decision = "approve" | "decline" | "withdraw";

function Decisions({ one, changed }: { one: Waiting; changed: () => void }) {
  const words = useWords();
  const decide = useAct((decision: Decision) => api.erasures.decide.mutate({ erasureId: one.erasureId, decision }), {
    onSuccess: changed,
  });
  const offered: readonly Decision[] = one.own ? ["withdraw"] : one.mayDecide ? ["decline", "approve"] : [];
  return (
    <>
      <Refusal className="mt-2" error={decide.error} />
      <div className="mt-3 flex flex-wrap gap-2">
        {offered.map((decision) => (
          <Button
            key={decision}
            kind={decision === "approve" ? "danger" : "line"}
            disabled={decide.isPending}
            onClick={() => decide.mutate(decision)}
          >
            {words.t(`erasure.${decision}`)}
          </Button>
        ))}
      </div>
    </>
  );
}
