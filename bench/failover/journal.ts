import { closeSync, fsyncSync, openSync, readdirSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { accountingRequest, type Device, stopOf } from "#server/sources/radius/radius-fixture.ts";
import { asteriskLine } from "#workers/collector/collector-fixture.ts";

/** What the two PBXs have sent, each call with a second of its own. */
export interface Journal {
  /** Writes and sends until it is stopped; requests under way are asked to their end. */
  start(): { stop(): Promise<void> };
  filed(): number;
  /** Files that still stand at the PBX. */
  left(): number;
  answered(): number;
  /** When a request was last answered; of `performance.now()`. */
  answeredAt(): number;
  /** Seconds at which calls start that are fsynced or answered: these must be there. */
  mustBeStored(): Set<number>;
  mayBeStored(): Set<number>;
  /** A call that nobody sent is claimed to be answered: a verdict that does not miss it is worth nothing. */
  claimOne(): void;
}

/** Calls in files begin at eight in Stockholm, as `asteriskLine` has it. */
const FILED_FROM = Date.UTC(2026, 5, 1, 6) / 1_000;
const A_FILE = 5;
const PATIENCE_MS = 400;

export function openJournal(root: string, devices: readonly Device[], port: number): Journal {
  const startedAt = new Date(Math.floor(Date.now() / 1_000) * 1_000 - 86_400_000);
  const answered = new Set<number>();
  let filed = 0;
  let asked = 0;
  let answeredAt = Number.NEGATIVE_INFINITY;
  const secondOf = (n: number) => startedAt.getTime() / 1_000 + n;
  const filedSeconds = () => Array.from({ length: filed }, (_, n) => FILED_FROM + n);
  const account = async (device: Device, ending: AbortSignal) => {
    for (let identifier = 0; !ending.aborted; await wait(40)) {
      const n = asked++;
      const given = stopOf(n, [], startedAt);
      for (let tries = 0; tries < 400; tries++) {
        identifier = (identifier + 1) % 256;
        if (
          (await device.ask(accountingRequest([...given, [41, tries]], { identifier }), port, PATIENCE_MS)) !== null
        ) {
          answeredAt = performance.now();
          answered.add(n);
          break;
        }
      }
    }
  };
  const write = async (ending: AbortSignal) => {
    for (; !ending.aborted; await wait(400)) {
      const lines = Array.from({ length: A_FILE }, (_, n) => `${asteriskLine(filed + n)}\n`).join("");
      const half = join(root, `.${filed}.half`);
      const file = openSync(half, "wx");
      writeSync(file, lines);
      fsyncSync(file);
      closeSync(file);
      renameSync(half, join(root, `cdr-${filed}.csv`));
      filed += A_FILE;
    }
  };
  return {
    start() {
      const ending = new AbortController();
      const all = Promise.all([write(ending.signal), ...devices.map((device) => account(device, ending.signal))]);
      return {
        async stop() {
          ending.abort();
          await all;
        },
      };
    },
    filed: () => filed,
    left: () => readdirSync(root).length,
    answered: () => answered.size,
    answeredAt: () => answeredAt,
    mustBeStored: () => new Set([...filedSeconds(), ...[...answered].map(secondOf)]),
    mayBeStored: () => new Set([...filedSeconds(), ...Array.from({ length: asked }, (_, n) => secondOf(n))]),
    claimOne: () => void answered.add(asked + 1_000_000),
  };
}
