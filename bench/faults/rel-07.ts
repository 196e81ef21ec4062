import { DRIVERS, driverNamed, framingOf } from "#server/drivers/catalogue.ts";
import type { DecodeContext, DecodedLeg, Decoder, Driver, Framing } from "#server/drivers/driver.ts";
import type { Frame } from "#server/drivers/framing.ts";
import { joinFrames, type LegFrame } from "#server/drivers/merge-legs.ts";
import { checkValues } from "#server/drivers/testing/check-values.ts";
import { damagedFile } from "#server/drivers/testing/damaged-file.ts";
import { framesOf } from "#server/drivers/testing/frames-of.ts";
import { type DriverSpecimens, specimensOf } from "#server/drivers/testing/specimens.ts";
import { seededRandom } from "#server/domain/seeded-random.ts";
import type { Fault, Figure } from "../figure.ts";
import { CODECS, fuzzCodec } from "../listeners/codec-fuzz.ts";

const SEED = 20_261_122;
/** What a single frame may take. The machine may be busy, so a slow frame is tried again before it counts as a hang. */
const MOST_MS = 50;

/** Mutated and random frames: no throw, no hang, and every frame that went in is accounted for. */
export const fault: Fault = {
  id: "REL-07",
  claim:
    "whatever the bytes, a driver neither throws nor hangs, every frame is accounted for, and damage costs no other line",
  async run({ full, drivers, frames }) {
    const total = frames ?? (full ? 10_000_000 : 100_000);
    const figures: Figure[] = [];
    const codecs = Object.keys(CODECS);
    const named = drivers.filter((name) => !codecs.includes(name));
    for (const driver of drivers.length > 0 ? named.map(driverNamed) : DRIVERS) {
      const begun = performance.now();
      const figure = fuzz(driver, await specimensOf(driver), total);
      figures.push(figure);
      tellOne(figure, begun);
    }
    for (const codec of codecs) {
      if (drivers.length > 0 && !drivers.includes(codec)) continue;
      const begun = performance.now();
      const figure = fuzzCodec(codec, total);
      figures.push(figure);
      tellOne(figure, begun);
    }
    return figures;
  },
};

/** A line a driver while it runs: the figures come when all are through, which at full size takes hours. */
function tellOne({ value, ok, detail }: Figure, begun: number): void {
  const seconds = Math.round((performance.now() - begun) / 1_000);
  process.stderr.write(
    `REL-07 ${detail.driver} seed=${SEED} frames=${detail.framed} found=${value} ${ok ? "ok" : "SHORT"} ${seconds} s\n`,
  );
}

interface Tally {
  framed: number;
  records: number;
  /** Frames of files in small pieces that are others than those of the same files at once. */
  torn: number;
  /** Parts of calls that several frames tell. */
  leg: number;
  nothing: number;
  undefined: number;
  threw: number;
  mergeThrew: number;
  hung: number;
  /** Calls merged of whatever legs shared an id, damaged ones too. */
  merged: number;
  /** Whole records among the damaged ones, and how many of them gave no record. */
  intact: number;
  lost: number;
  bytesLeftOut: number;
  slowestMs: number;
}

/** One driver on its way through the damaged files. */
interface Run {
  readonly driver: Driver;
  readonly framing: Framing;
  readonly decode: Decoder;
  readonly tally: Tally;
}

function fuzz(driver: Driver, found: DriverSpecimens | null, total: number): Figure {
  const random = seededRandom(SEED);
  const pieces = seededRandom(SEED + 1);
  const specimens = found ?? { frames: [] };
  const options = specimens.options ?? {};
  const tally = emptyTally();
  const run: Run = { driver, framing: framingOf(driver, options), decode: driver.configure(options), tally };
  while (tally.framed < total && specimens.frames.length > 0) {
    const { file, intact } = damagedFile(run.framing, specimens, random);
    tally.intact += intact.size;
    const context = freshContext();
    const legs = new Map<string, LegFrame[]>();
    const frames = framesOf(run.framing, file, () => file.length >> 1);
    tally.torn += differing(
      frames,
      framesOf(run.framing, file, () => 1 + Math.floor(pieces() * MOST_PIECE)),
    );
    for (const frame of frames) {
      tally.bytesLeftOut -= frame.end - frame.start;
      const told = decodeOne(run, frame.bytes, context);
      if (told === "records" || typeof told === "object") find(intact, frame);
      if (typeof told === "object") addLeg(legs, { bytes: frame.bytes, leg: told });
    }
    tally.bytesLeftOut += file.length;
    tally.lost += intact.size;
    for (const call of legs.values()) mergeOne(run, call);
  }
  const missing = tally.framed - tally.records - tally.leg - tally.nothing - tally.undefined - tally.threw;
  const bad = tally.threw + tally.mergeThrew + tally.hung + tally.torn + missing + tally.lost;
  // A run in which nothing was damaged, or nothing survived, would prove nothing.
  const happened = tally.undefined + tally.nothing > tally.framed / 20 && tally.intact > tally.framed / 100;
  return {
    id: "REL-07",
    value: bad,
    unit: `frames of ${driver.id}`,
    must: "0 of 100,000 each",
    lead: "0 of 10,000,000 each",
    ok: bad === 0 && tally.bytesLeftOut === 0 && happened,
    detail: {
      driver: driver.id,
      seed: SEED,
      ...tally,
      slowestMs: Math.round(tally.slowestMs),
    },
  };
}

/** The whole record that a frame holds which gave one; before it may stand what damage left. Two in one frame are one lost. */
function find(intact: Set<number>, { start, end }: Frame): void {
  if (intact.delete(start)) return;
  const inside: number[] = [];
  for (const place of intact) {
    if (place >= end) break;
    if (place > start) inside.push(place);
  }
  if (inside.length === 1 && inside[0] !== undefined) intact.delete(inside[0]);
}

function emptyTally(): Tally {
  return {
    framed: 0,
    torn: 0,
    records: 0,
    leg: 0,
    nothing: 0,
    undefined: 0,
    threw: 0,
    mergeThrew: 0,
    hung: 0,
    merged: 0,
    intact: 0,
    lost: 0,
    bytesLeftOut: 0,
    slowestMs: 0,
  };
}

function freshContext(): DecodeContext {
  return { receivedAt: new Date("2026-03-02T09:00:00Z"), timeZone: "Europe/Stockholm", state: {} };
}

/** Bytes of a piece at the most: some records end in it, and some lie in many. */
const MOST_PIECE = 400;

function differing(frames: readonly Frame[], others: readonly Frame[]): number {
  const same = frames.filter((frame, i) => {
    const other = others[i];
    return other?.end === frame.end && other.line === frame.line && other.bytes.equals(frame.bytes);
  });
  return Math.max(frames.length, others.length) - same.length;
}

/** What became of the frame; of a part of a call, the leg. */
function decodeOne(
  { driver, decode, tally }: Run,
  frame: Uint8Array,
  context: DecodeContext,
): "records" | "nothing" | "undefined" | "threw" | DecodedLeg {
  tally.framed++;
  try {
    const begun = performance.now();
    const decoded = decode(frame, context);
    const took = performance.now() - begun;
    if (took > MOST_MS && slowAgain(() => decode(frame, { ...context, state: structuredClone(context.state) })))
      tally.hung++;
    tally.slowestMs = Math.max(tally.slowestMs, took);
    checkValues(frame, decoded);
    if (decoded.kind === "leg" && driver.join === undefined) throw new Error("a leg that nothing joins");
    tally[decoded.kind]++;
    return decoded.kind === "leg" ? decoded.leg : decoded.kind;
  } catch {
    tally.threw++;
    return "threw";
  }
}

/** More legs than any call has: what shares an id by damage is merged in parts. */
const MOST_LEGS = 200;

function addLeg(legs: Map<string, LegFrame[]>, leg: LegFrame): void {
  const call = legs.get(leg.leg.call) ?? [];
  if (call.length < MOST_LEGS) call.push(leg);
  legs.set(leg.leg.call, call);
}

/** Nothing more comes: every call has an answer, and its values stand where it says. */
function mergeOne({ driver, framing, tally }: Run, call: readonly LegFrame[]): void {
  try {
    const { bytes, legs } = joinFrames(framing, call);
    const merge = () => driver.join?.merge(legs, true) ?? [];
    const begun = performance.now();
    const records = merge();
    if (performance.now() - begun > MOST_MS && slowAgain(merge)) tally.hung++;
    if (records.length === 0) throw new Error("a call is gone");
    checkValues(bytes, { kind: "records", records });
    tally.merged++;
  } catch {
    tally.mergeThrew++;
  }
}

function slowAgain(work: () => unknown): boolean {
  for (let i = 0; i < 5; i++) {
    const begun = performance.now();
    work();
    if (performance.now() - begun <= MOST_MS) return false;
  }
  return true;
}
