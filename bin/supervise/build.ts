import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { AppError } from "#server/domain/app-error.ts";

const LONGEST_WAIT_MS = 600_000;
const RETRY_MS = 2_000;
const MOST_LINES = 25;
const PARTS = [
  "app",
  "server",
  "db",
  "public",
  "next.config.ts",
  "proxy.ts",
  "instrumentation.ts",
  "postcss.config.mjs",
  "package-lock.json",
  "tsconfig.json",
];

/** Whether the portal must be built: none was, or a source of it has changed since. `sources` is the hash of them all. */
export function buildState(root: string): { readonly stale: boolean; readonly sources: string } {
  const sources = hashOf(root);
  const built =
    existsSync(join(root, ".next", "BUILD_ID")) && existsSync(stampFile(root))
      ? readFileSync(stampFile(root), "utf8")
      : "";
  return { stale: built !== sources, sources };
}

export interface Build {
  /** Whether there was nothing to do. */
  readonly ready: boolean;
  /** Settles when the portal is built; rejects with AppError and the end of the output. */
  readonly done: Promise<void>;
  abort(): void;
}

/** Builds the portal if needed. `say` gets one sentence, since it takes a while. */
export function startBuild(root: string, say: (text: string) => void): Build {
  const { stale, sources } = buildState(root);
  if (!stale) return { ready: true, done: Promise.resolve(), abort: () => undefined };
  say("Building the portal (once for each release; a minute or a few) ...");
  const aborting = new AbortController();
  const done = build(root, sources, aborting.signal);
  // Whoever waits for it gets the failure; until then it must not end the process.
  done.catch(() => undefined);
  return { ready: false, done, abort: () => aborting.abort() };
}

/** Another start or test in this folder may be building at this moment: what it builds will do. */
async function build(root: string, sources: string, signal: AbortSignal): Promise<void> {
  for (const until = Date.now() + LONGEST_WAIT_MS; !signal.aborted && buildState(root).stale; ) {
    const child = spawnBuild(root);
    const abort = () => child.kill();
    signal.addEventListener("abort", abort);
    const { code, tail } = await outcome(child);
    signal.removeEventListener("abort", abort);
    if (code === 0) return writeFileSync(stampFile(root), sources);
    if (!/process is already running/.test(tail) || Date.now() > until) throw failure(tail);
    await wait(RETRY_MS, undefined, { signal });
  }
}

function failure(tail: string): AppError {
  return new AppError(
    "unavailable",
    `The portal could not be built. The end of its output (npx next build shows all):\n${tail}`,
  );
}

function spawnBuild(root: string): ChildProcessByStdio<null, Readable, Readable> {
  const { PATH, HOME, TMPDIR } = process.env;
  const env = {
    PATH,
    HOME,
    TMPDIR,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    CI: "1",
    NO_COLOR: "1",
  } as const;
  const program = join(root, "node_modules", "next", "dist", "bin", "next");
  return spawn(process.execPath, [program, "build"], { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
}

function outcome(child: ChildProcessByStdio<null, Readable, Readable>): Promise<{ code: number; tail: string }> {
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      lines.push(...text.split("\n").filter((line) => line.trim() !== ""));
      lines.splice(0, Math.max(0, lines.length - MOST_LINES));
    });
  }
  return new Promise((done, failed) => {
    child.once("error", failed);
    child.once("close", (code) => done({ code: code ?? 1, tail: lines.map(stripVTControlCharacters).join("\n") }));
  });
}

function hashOf(root: string): string {
  const hash = createHash("sha256").update(process.version);
  for (const part of PARTS) {
    const path = join(root, part);
    if (!existsSync(path)) continue;
    for (const file of filesOf(path)) {
      if (/\.test\.tsx?$|\.sql$|[\\/]app[\\/]_e2e[\\/]/.test(file)) continue;
      hash.update(file.slice(root.length)).update("\0").update(readFileSync(file));
    }
  }
  return hash.digest("hex");
}

function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function stampFile(root: string): string {
  return join(root, ".next", "gallra-sources");
}
