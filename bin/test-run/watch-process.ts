import type { ChildProcess } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { readFileSync } from "node:fs";

export interface Limits {
  readonly longestMs: number;
  /** Of the memory that the process itself holds; watched where the system tells it (Linux). */
  readonly mostBytes: number;
}

export interface Watch {
  /** Why the process was stopped; null when it was left alone. */
  reason(): string | null;
  end(): void;
}

const LOOK_MS = 500;
const PAGE_BYTES = 4_096;

/**
 * Watches the next process that is started to run this file, and ends it when it takes too long or too much memory: a loop
 * without end shall cost a failure with its reason, not the machine. It is ended the hard way, since such a loop hears nothing.
 */
export function watchProcess(file: string, { longestMs, mostBytes }: Limits): Watch {
  // What is noticed has not been given its arguments yet: which one it is shows later.
  let noticed: ChildProcess[] = [];
  let why: string | null = null;
  const notice = (message: unknown) => void noticed.push((message as { readonly process: ChildProcess }).process);
  subscribe("child_process", notice);
  const find = (): ChildProcess | undefined => {
    const found = noticed.find(({ spawnargs }) => spawnargs?.includes(file));
    if (found === undefined) return undefined;
    unsubscribe("child_process", notice);
    noticed = [found];
    return found;
  };
  const began = performance.now();
  const timer = setInterval(() => {
    const child = find();
    if (child === undefined || why !== null) return;
    if (performance.now() - began > longestMs) why = `It was stopped after ${Math.round(longestMs / 1_000)} s.`;
    else if (memoryOf(child.pid) > mostBytes) why = `It was stopped when it held ${megabytes(mostBytes)} MB of memory.`;
    if (why !== null) child.kill("SIGKILL");
  }, LOOK_MS);
  return {
    reason: () => why,
    end() {
      clearInterval(timer);
      unsubscribe("child_process", notice);
    },
  };
}

function memoryOf(pid: number | undefined): number {
  if (pid === undefined || process.platform !== "linux") return 0;
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * PAGE_BYTES;
  } catch {
    return 0;
  }
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1_000_000);
}
