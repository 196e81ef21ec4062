import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** What is being done to the demo, in the home, where the portal, the worker and the command line see the same. */
export const DemoWork = z.strictObject({
  kind: z.enum(["load", "remove"]),
  state: z.enum(["waiting", "running", "done", "cancelled", "failed"]),
  done: z.int().min(0),
  of: z.int().min(1),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
});
export type DemoWork = z.infer<typeof DemoWork>;

export function readDemoWork(home: string): DemoWork | null {
  try {
    return DemoWork.parse(JSON.parse(readFileSync(fileOf(home), "utf8")));
  } catch {
    return null;
  }
}

/** Whole or not at all: another process may be reading. */
export function writeDemoWork(home: string, work: DemoWork): void {
  const half = `${fileOf(home)}.${process.pid}`;
  writeFileSync(half, `${JSON.stringify(work)}\n`, { mode: 0o600 });
  renameSync(half, fileOf(home));
}

/** Asks whoever works on it to stop at the next step. */
export function askDemoToStop(home: string): void {
  writeFileSync(stopOf(home), "", { mode: 0o600 });
}

export function isDemoAskedToStop(home: string): boolean {
  return existsSync(stopOf(home));
}

export function forgetDemoStop(home: string): void {
  rmSync(stopOf(home), { force: true });
}

function fileOf(home: string): string {
  return join(home, "demo-work.json");
}

function stopOf(home: string): string {
  return join(home, "demo-stop");
}
