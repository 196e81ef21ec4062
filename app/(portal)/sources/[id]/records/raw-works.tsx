"use client";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { api } from "../../../../_trpc/client.ts";
import { FailureText } from "../../../../_ui/failure.tsx";
import { Progress } from "../../../../_ui/progress.tsx";
import { Sheet } from "../../../../_ui/sheet.tsx";
import { useAct } from "../../../../_ui/step-up.tsx";
import { Tag } from "../../../../_ui/tag.tsx";
import { shortTime } from "../../../../_ui/times.ts";
import { useWords } from "../../../../_ui/use-words.tsx";
import { useMay, useViewer } from "../../../../_ui/viewer.tsx";
import type { Words } from "../../../../_ui/words.ts";
import { DamageList } from "./damage-list.tsx";
import type { RawWork } from "./views.ts";

const LIVE_MS = 1_500;
const SHOWN = 8;
const TONES = { waiting: "info", running: "info", done: "ok", failed: "bad", cancelled: "warn" } as const;

/** What is or was verified or read again: how far it is, and what came of it. Nothing is drawn where there is none. */
export function RawWorks({ sourceId, changed }: { sourceId: number; changed: () => void }) {
  const words = useWords();
  const query = useQuery({
    queryKey: ["raw", "works", sourceId],
    queryFn: () => api.raw.works.query({ sourceId }),
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
    <Sheet title={words.t("raw.works")}>
      <ul>
        {works.map((work) => (
          <li key={work.workId} className="grid gap-1 border-b border-line px-3.5 py-2.5 last:border-b-0">
            <Work work={work} changed={() => void query.refetch()} />
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

function isOpen({ state }: RawWork): boolean {
  return state === "waiting" || state === "running";
}

/** In this order, those that are not nothing. */
const TOLD = {
  verify: ["whole", "door", "gone", "ended", "damaged"],
  replay: ["changed", "same", "stored", "undefined", "gone", "kept", "gate", "damaged"],
} as const;

function Work({ work, changed }: { work: RawWork; changed: () => void }) {
  const words = useWords();
  const mayCancel = useMay(work.kind === "verify" ? "undefined.see" : "undefined.change");
  const zone = useViewer().company?.timeZone ?? "UTC";
  const cancel = useAct(() => api.raw.cancel.mutate({ workId: work.workId }), { onSettled: changed });
  const { state, segmentsDone, segmentsTotal, counts } = work;
  const days = work.from === work.to ? work.from : `${work.from} – ${work.to}`;
  const told = TOLD[work.kind].flatMap((key) => {
    const count = counts[key] ?? 0;
    return count === 0 ? [] : [words.t(`raw.count.${key}`, { count })];
  });
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <b className="font-semibold">{words.t(`raw.kind.${work.kind}`)}</b>
        <span className="font-mono text-[13px]">{days}</span>
        {work.driver === null ? null : (
          <span className="text-ink-2">
            {words.t("undefined.works.with", { driver: readerOf(work.driver, work.layoutVersion, words) })}
          </span>
        )}
        <span className="ml-auto text-[12.5px] text-ink-2">{shortTime(work.createdAt, zone)}</span>
        <Tag tone={TONES[state]}>{words.t(`undefined.state.${state}`)}</Tag>
      </div>
      {isOpen(work) ? (
        <Progress
          done={Math.min(segmentsDone, segmentsTotal)}
          of={segmentsTotal}
          label={words.t("raw.works.progress", { done: words.number(segmentsDone), count: segmentsTotal })}
          cancel={mayCancel ? () => cancel.mutate() : undefined}
          cancelling={work.cancelling || cancel.isPending}
        />
      ) : null}
      {told.length === 0 ? null : <p className="text-ink-2">{told.join(", ")}</p>}
      {work.kind === "verify" && (counts["damaged"] ?? 0) > 0 ? <DamageList workId={work.workId} /> : null}
      {cancel.error ? (
        <div role="alert" className="text-brick">
          <FailureText error={cancel.error} />
        </div>
      ) : null}
    </>
  );
}

function readerOf(driver: string, version: number | null, words: Words): string {
  return version === null ? driver : words.t("raw.reader.layout", { name: driver, version });
}
