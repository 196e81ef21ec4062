"use client";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Refusal } from "./failure.tsx";
import { Pager } from "./pager.tsx";
import { partOf } from "./pages.ts";
import { Progress } from "./progress.tsx";
import { Sheet } from "./sheet.tsx";
import { useAct } from "./step-up.tsx";
import { Tag } from "./tag.tsx";
import { shortTime } from "./times.ts";
import { useWords } from "./use-words.tsx";
import { useViewer } from "./viewer.tsx";

const LIVE_MS = 1_500;
const SHOWN = 8;
const TONES = { waiting: "info", running: "info", done: "ok", failed: "bad", cancelled: "warn" } as const;

/** Something that the worker does with the calls or lines of some days. */
interface Work {
  readonly workId: string;
  readonly state: keyof typeof TONES;
  readonly cancelling: boolean;
  readonly createdAt: Date;
  /** The days, both included. */
  readonly from: string;
  readonly to: string;
}

interface WorkListProps<T extends Work> {
  readonly title: string;
  readonly queryKey: readonly unknown[];
  readonly read: () => Promise<readonly T[]>;
  /** When one that was under way has ended. */
  readonly changed: () => void;
  /** A WorkItem. */
  readonly children: (work: T, changed: () => void) => ReactNode;
}

/** What is or was asked for, the newest first, looked at again while it moves. Nothing is drawn where there is none. */
export function WorkList<T extends Work>({ title, queryKey, read, changed, children }: WorkListProps<T>) {
  const query = useQuery({
    queryKey,
    queryFn: read,
    refetchInterval: ({ state }) => (state.data?.some(isOpen) === true ? LIVE_MS : false),
  });
  const running = query.data?.filter(isOpen).length ?? 0;
  const before = useRef(running);
  useEffect(() => {
    if (running < before.current) changed();
    before.current = running;
  }, [running, changed]);
  const [page, setPage] = useState(0);
  const all = query.data ?? [];
  const part = partOf(page, SHOWN, all.length);
  const works = all.slice(part.from, part.to);
  if (works.length === 0) return null;
  return (
    <Sheet title={title}>
      <ul>
        {works.map((work) => (
          <li key={work.workId} className="grid gap-1 border-b border-line px-3.5 py-2.5 last:border-b-0">
            {children(work, () => void query.refetch())}
          </li>
        ))}
      </ul>
      <Pager part={part} of={all.length} size={SHOWN} go={setPage} />
    </Sheet>
  );
}

interface WorkItemProps {
  readonly work: Work;
  readonly name: string;
  /** With which driver or layout; null where that says nothing. */
  readonly reader: string | null;
  readonly progress: { readonly done: number; readonly of: number; readonly label: string };
  readonly mayCancel: boolean;
  readonly cancel: () => Promise<unknown>;
  readonly changed: () => void;
  /** What has come of it. */
  readonly children: ReactNode;
}

/** One of them: how far it is, what came of it so far, and a way to call it off. */
export function WorkItem({ work, name, reader, progress, mayCancel, cancel, changed, children }: WorkItemProps) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const stop = useAct(cancel, { onSettled: changed });
  const days = work.from === work.to ? work.from : `${work.from} – ${work.to}`;
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <b className="font-semibold">{name}</b>
        <span className="font-mono text-[13px]">{days}</span>
        {reader === null ? null : (
          <span className="text-ink-2">{words.t("undefined.works.with", { driver: reader })}</span>
        )}
        <span className="ml-auto text-[12.5px] text-ink-2">{shortTime(work.createdAt, zone)}</span>
        <Tag tone={TONES[work.state]}>{words.t(`undefined.state.${work.state}`)}</Tag>
      </div>
      {isOpen(work) ? (
        <Progress
          done={Math.min(progress.done, progress.of)}
          of={progress.of}
          label={progress.label}
          cancel={mayCancel ? () => stop.mutate() : undefined}
          cancelling={work.cancelling || stop.isPending}
        />
      ) : null}
      {children}
      <Refusal error={stop.error} />
    </>
  );
}

function isOpen({ state }: Work): boolean {
  return state === "waiting" || state === "running";
}
