import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "#server/domain/app-error.ts";
import { siteOf } from "#server/domain/numbers/index.ts";
import { driverNamed, framingOf } from "#server/drivers/catalogue.ts";
import { openGate, passGate, type StoredGate } from "#server/gate/index.ts";
import type { PlacedFrame } from "#server/inbox/index.ts";
import { errorFields, type Log } from "#server/log.ts";
import {
  type Credentials,
  firstFrames,
  type Machine,
  type ProbeAnswer,
  type ProbeQuestion,
  readSettings,
  SourceTrouble,
  type Transport,
  transportNamed,
} from "#server/sources/index.ts";

/** Where a source is tried. */
export interface TestPlace {
  readonly log: Log;
  readonly companyId: number;
  readonly machine: Machine;
  /** The stored credentials that may be used with these settings. */
  storedFor(transport: Transport, settings: Readonly<Record<string, unknown>>): Promise<Credentials>;
  /** What the company has said of its gate, as it holds now. */
  rules(): Promise<TestRules>;
}

export interface TestRules {
  readonly stored: StoredGate;
  readonly company: Parameters<typeof siteOf>[0] & { readonly timeZone: string };
  readonly now: Date;
}

const TEST_MS = 30_000;

/** One test in this process: bounded, and whatever goes wrong is told as a problem of the source. */
export async function tryQuestion(
  place: TestPlace,
  question: ProbeQuestion,
  ending?: AbortSignal,
): Promise<ProbeAnswer> {
  const bound = AbortSignal.timeout(TEST_MS);
  const signal = ending === undefined ? bound : AbortSignal.any([bound, ending]);
  try {
    const over = wait(TEST_MS + 1_000, "over" as const, { ref: false });
    const done = await Promise.race([tryIt(place, question, signal), over]);
    return done === "over" ? { kind: "trouble", problem: "timed-out" } : done;
  } catch (error) {
    // What a library says of its failure may hold what it was given: the kind of error alone is told.
    const about = { company: place.companyId, transport: question.transport };
    place.log.info("probe.hindered", { ...about, ...errorFields(error) });
    return { kind: "trouble", problem: problemOf(error, bound) };
  }
}

function problemOf(error: unknown, bound: AbortSignal) {
  if (error instanceof SourceTrouble) return error.problem;
  if (bound.aborted) return "timed-out";
  return error instanceof AppError && error.code === "bad-input" ? "wrong-settings" : "read-failed";
}

async function tryIt(place: TestPlace, question: ProbeQuestion, signal: AbortSignal): Promise<ProbeAnswer> {
  const transport = transportNamed(question.transport);
  const settings = readSettings(transport, question.settings);
  const stored = await place.storedFor(transport, settings);
  const { frames, ...found } = await transport.test({
    settings,
    credentials: { ...stored, ...question.credentials },
    framing: framingOf(driverNamed(question.driver), question.driverOptions),
    machine: place.machine,
    signal,
  });
  const passed = await passRules(place, question, frames);
  const kept = passed.filter(({ mark }) => mark?.leftOut == null);
  return { kind: "tried", ...found, leftOut: passed.length - kept.length, frames: firstFrames(kept) };
}

/** What may be told of the frames. Throws SourceTrouble "rules-unread": what cannot be read lets nothing through. */
async function passRules(place: TestPlace, question: ProbeQuestion, frames: readonly PlacedFrame[]) {
  try {
    const { stored, company, now } = await place.rules();
    const gated = {
      sourceId: question.sourceId ?? 0,
      decode: driverNamed(question.driver).configure(question.driverOptions),
      site: siteOf(company, question.site),
      zone: question.site.timeZone ?? company.timeZone,
    };
    const gate = openGate(stored, gated, now);
    return gate === null ? frames : passGate(gate, frames, now, {}).frames;
  } catch (cause) {
    throw new SourceTrouble("rules-unread", cause);
  }
}
