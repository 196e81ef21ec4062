import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { asteriskLine } from "#workers/collector/collector-fixture.ts";

/** A PBX that writes files and systems that push, each with a journal of its own. */
export interface Senders {
  start(): { stop(): Promise<void> };
  filed(): number;
  pushed(): number;
  /** When a push was last answered with success, and when it was last refused; of `performance.now()`. */
  readonly last: { answered: number; refused: number };
  /** Pushes that were told to come again later, by status; 0 for no answer at all. */
  readonly refusals: ReadonlyMap<number, number>;
  /** Seconds at which calls start that are fsynced or acknowledged. */
  mustBeStored(): Set<number>;
  mayBeStored(): Set<number>;
  claimOne(): void;
}

const FIRST_MS = Date.UTC(2026, 5, 1, 8);
/** Pushed calls begin so many seconds after those in files. */
const APART = 500_000;
const A_FILE = 10;
const LANES = 3;
const PATIENCE_MS = 4_000;

/** `firstMs`: when the first call begins. */
export function openSenders(folder: string, port: number, token: string, firstMs = FIRST_MS): Senders {
  const from = firstMs / 1_000;
  mkdirSync(folder, { recursive: true });
  const answered = new Set<number>();
  const refusals = new Map<number, number>();
  const last = { answered: Number.NEGATIVE_INFINITY, refused: Number.NEGATIVE_INFINITY };
  let filed = 0;
  let asked = 0;
  const push = async (ending: AbortSignal) => {
    for (; !ending.aborted; await wait(60)) {
      const n = APART + asked++;
      for (let tries = 0; tries < 2_000; tries++) {
        const status = await post(port, token, `${asteriskLine(n, firstMs)}\n`);
        if (status >= 200 && status < 300) {
          last.answered = performance.now();
          answered.add(n);
          break;
        }
        last.refused = performance.now();
        refusals.set(status, (refusals.get(status) ?? 0) + 1);
        await wait(200);
      }
    }
  };
  const write = async (ending: AbortSignal) => {
    for (; !ending.aborted; await wait(300)) {
      const lines = Array.from({ length: A_FILE }, (_, n) => `${asteriskLine(filed + n, firstMs)}\n`).join("");
      const half = join(folder, `.${filed}.half`);
      const file = openSync(half, "wx");
      writeSync(file, lines);
      fsyncSync(file);
      closeSync(file);
      renameSync(half, join(folder, `cdr-${filed}.csv`));
      filed += A_FILE;
    }
  };
  const filedOnes = () => Array.from({ length: filed }, (_, n) => from + n);
  return {
    start() {
      const ending = new AbortController();
      const all = Promise.all([write(ending.signal), ...Array.from({ length: LANES }, () => push(ending.signal))]);
      return {
        async stop() {
          ending.abort();
          await all;
        },
      };
    },
    filed: () => filed,
    pushed: () => answered.size,
    last,
    refusals,
    mustBeStored: () => new Set([...filedOnes(), ...[...answered].map((n) => from + n)]),
    mayBeStored: () => new Set([...filedOnes(), ...Array.from({ length: asked }, (_, n) => from + APART + n)]),
    claimOne: () => void answered.add(APART + asked + 1_000_000),
  };
}

const STILL_MS = 2_000;
const LONGEST_MS = 60_000;

/**
 * Until pushes are refused, and none has been answered with success for a while: on a disk that is full what is still answered was
 * written before, or fits where a piece of that was removed. Who goes on answering is found by what comes after.
 */
export async function untilRefused({ last }: Senders, fill: () => void): Promise<void> {
  const began = performance.now();
  const isStill = () => last.refused > began && performance.now() - Math.max(began, last.answered) > STILL_MS;
  for (; !isStill() && performance.now() - began < LONGEST_MS; await wait(100)) fill();
}

/** The status, or 0 without an answer. */
function post(port: number, token: string, body: string): Promise<number> {
  return new Promise((resolve) => {
    const options = { host: "127.0.0.1", port, path: `/${token}`, method: "POST", agent: false, timeout: PATIENCE_MS };
    const sent = request(options, (response) => {
      response.resume().on("end", () => resolve(response.statusCode ?? 0));
      response.on("error", () => resolve(0));
    });
    sent.on("timeout", () => sent.destroy());
    sent.on("error", () => resolve(0));
    sent.end(body);
  });
}
