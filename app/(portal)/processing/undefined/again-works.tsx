"use client";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { api } from "../../../_trpc/client.ts";
import { FailureText } from "../../../_ui/failure.tsx";
import { Progress } from "../../../_ui/progress.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { useAct } from "../../../_ui/step-up.tsx";
import { Tag } from "../../../_ui/tag.tsx";
import { shortTime } from "../../../_ui/times.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { useMay, useViewer } from "../../../_ui/viewer.tsx";
import { type AgainWork, sourceName, type UndefinedView } from "./views.ts";

const LIVE_MS = 1_500;
const SHOWN = 8;
const TONES = { waiting: "info", running: "info", done: "ok", failed: "bad", cancelled: "warn" } as const;

/** What is or was read again: how far it is, and what came of it. Nothing is drawn where there is none. */
export function AgainWorks({ view, changed }: { view: UndefinedView; changed: () => void }) {
  const words = useWords();
  const query = useQuery({
    queryKey: ["undefined", "works"],
    queryFn: () => api.undefined.works.query(),
    refetchInterval: ({ state }) => (state.data?.some(isOpen) === true ? LIVE_MS : false),
  });
  const running = query.data?.filter(isOpen).length ?? 0;
  const before = useRef(running);
  useEffect(() => {
    if (running < before.current) changed();
    before.current = running;
  }, [running, changed]);
  const works = query.data?.slice(0, SHOWN) ?? [];
  if (works.length === 0) return null;
  return (
    <Sheet title={words.t("undefined.works")}>
      <ul>
        {works.map((work) => (
          <li key={work.workId} className="grid gap-1 border-b border-line px-3.5 py-2.5 last:border-b-0">
            <Work work={work} name={sourceName(view, work.sourceId)} changed={() => void query.refetch()} />
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

function isOpen({ state }: AgainWork): boolean {
  return state === "waiting" || state === "running";
}

function Work({ work, name, changed }: { work: AgainWork; name: string; changed: () => void }) {
  const words = useWords();
  const mayCancel = useMay("undefined.change");
  const zone = useViewer().company?.timeZone ?? "UTC";
  const cancel = useAct(() => api.undefined.cancel.mutate({ workId: work.workId }), { onSettled: changed });
  const { state, linesDone, linesTotal, records, duplicates, linesLeft } = work;
  const days = work.from === work.to ? work.from : `${work.from} – ${work.to}`;
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <b className="font-semibold">{name}</b>
        <span className="font-mono text-[13px]">{days}</span>
        <span className="text-ink-2">{words.t("undefined.works.with", { driver: work.driver })}</span>
        <span className="ml-auto text-[12.5px] text-ink-2">{shortTime(work.createdAt, zone)}</span>
        <Tag tone={TONES[state]}>{words.t(`undefined.state.${state}`)}</Tag>
      </div>
      {isOpen(work) ? (
        <Progress
          done={Math.min(linesDone, linesTotal)}
          of={linesTotal}
          label={words.t("undefined.works.progress", { done: words.number(linesDone), count: linesTotal })}
          cancel={mayCancel ? () => cancel.mutate() : undefined}
          cancelling={work.cancelling || cancel.isPending}
        />
      ) : null}
      <p className="text-ink-2">
        {words.t("undefined.works.calls", { count: records })},{" "}
        {words.t("undefined.works.known", { count: duplicates })},{" "}
        {words.t("undefined.works.left", { count: linesLeft })}
      </p>
      {cancel.error ? (
        <div role="alert" className="text-brick">
          <FailureText error={cancel.error} />
        </div>
      ) : null}
    </>
  );
}
