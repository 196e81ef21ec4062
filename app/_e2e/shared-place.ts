import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { filesBelow } from "#bin/checks/tree.ts";
import { buildState } from "#bin/supervise/build.ts";
import { shortHash } from "#db/embedded/place.ts";
import { sharedPlace } from "#db/testing/shared-place.ts";

const ROOT = resolve(import.meta.dirname, "..", "..");

/** Where the test processes of one working tree find the product that they share. */
export const PLACE = sharedPlace(join(tmpdir(), `gallra-e2e-${process.getuid?.() ?? 0}-${shortHash(ROOT)}`));

/** What the keeper says about the product that it runs. */
export interface Running {
  readonly address: string;
  readonly home: string;
  /** The sources that the running processes were started from. */
  readonly sources: string;
}

export function writeRunning(running: Running): void {
  writeFileSync(NOTE, JSON.stringify(running), { mode: 0o600 });
}

export function readRunning(): Running {
  return JSON.parse(readFileSync(NOTE, "utf8")) as Running;
}

/** Changes with every file that the running product is made of. */
export function sourcesNow(): string {
  const behind = filesBelow(ROOT).filter((file) => /^(workers|bin|db)[/]/.test(file) && !file.includes(".test."));
  const newest = Math.max(...behind.map((file) => statSync(join(ROOT, file)).mtimeMs));
  return `${buildState(ROOT).sources} ${newest}`;
}

/** For who finds a product running from sources that were edited since. */
export function askToStop(): void {
  writeFileSync(STOP, "");
}

export function isAskedToStop(): boolean {
  return existsSync(STOP);
}

export function forgetStop(): void {
  rmSync(STOP, { force: true });
}

/** Said by a keeper whose product does not start, for those who wait for it. */
export function sayFailed(reason: string): void {
  writeFileSync(FAILED, reason, { mode: 0o600 });
}

/** Why the product did not start; told once for each start. */
export function failureOfStart(): string | null {
  return existsSync(FAILED) ? readFileSync(FAILED, "utf8") : null;
}

export function forgetFailure(): void {
  rmSync(FAILED, { force: true });
}

const FAILED = join(PLACE.folder, "failed");
const NOTE = join(PLACE.folder, "product.json");
const STOP = join(PLACE.folder, "stop");
