import { DRIVERS, framingOf } from "#server/drivers/catalogue.ts";
import { checkValues } from "#server/drivers/testing/check-values.ts";
import type { DecodeContext, Decoded, Decoder, Driver } from "#server/drivers/driver.ts";
import { createFramer, type Frame } from "#server/drivers/framing.ts";
import { mutate } from "#server/drivers/testing/mutation.ts";
import { seededRandom } from "#server/domain/seeded-random.ts";
import { HEADERS, SPECIMENS } from "#server/drivers/testing/specimens.ts";
import type { Fault, Figure } from "../figure.ts";

const SEED = 20_261_122;
/** What a single frame may take. The machine may be busy, so a slow frame is tried again before it counts as a hang. */
const MOST_MS = 50;
const LINES_A_FILE = 500;

/** Mutated and random frames: no throw, no hang, and every frame that went in is accounted for. */
export const fault: Fault = {
  id: "REL-07",
  claim:
    "whatever the bytes, a driver neither throws nor hangs, every frame is accounted for, and damage costs no other line",
  async run({ full }) {
    const total = full ? 10_000_000 : 100_000;
    return DRIVERS.map((driver) => fuzz(driver, total));
  },
};

interface Tally {
  framed: number;
  records: number;
  /** Parts of calls that several frames tell. */
  leg: number;
  nothing: number;
  undefined: number;
  threw: number;
  hung: number;
  /** Whole lines among the damaged ones, and how many of them gave no record. */
  intact: number;
  lost: number;
  bytesLeftOut: number;
  slowestMs: number;
}

function fuzz(driver: Driver, total: number): Figure {
  const random = seededRandom(SEED);
  const lines = SPECIMENS[driver.id] ?? [];
  const tally: Tally = {
    framed: 0,
    records: 0,
    leg: 0,
    nothing: 0,
    undefined: 0,
    threw: 0,
    hung: 0,
    intact: 0,
    lost: 0,
    bytesLeftOut: 0,
    slowestMs: 0,
  };
  while (tally.framed < total && lines.length > 0) {
    const { file, intact } = damagedFile(lines, HEADERS[driver.id] ?? [], random);
    const context: DecodeContext = {
      receivedAt: new Date(0),
      timeZone: "Europe/Stockholm",
      state: {},
    };
    const decode = driver.configure({});
    tally.intact += intact.size;
    for (const frame of framesOf(driver, file)) {
      tally.bytesLeftOut -= frame.end - frame.start;
      const kind = decodeOne(driver, decode, frame.bytes, context, tally);
      if (kind === "records" || kind === "leg") intact.delete(frame.start);
    }
    tally.bytesLeftOut += file.length;
    tally.lost += intact.size;
  }
  const missing = tally.framed - tally.records - tally.leg - tally.nothing - tally.undefined - tally.threw;
  const bad = tally.threw + tally.hung + missing + tally.lost;
  // A run in which nothing was damaged, or nothing survived, would prove nothing.
  const happened = tally.undefined > tally.framed / 20 && tally.intact > tally.framed / 20;
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

/** A file of whole and damaged lines, and where the whole ones begin. */
function damagedFile(
  lines: readonly Buffer[],
  headers: readonly Buffer[],
  random: () => number,
): { file: Buffer; intact: Set<number> } {
  const parts: Buffer[] = [];
  const intact = new Set<number>();
  const header = random() < 0.1 ? headers[Math.floor(random() * headers.length)] : undefined;
  if (header !== undefined) parts.push(mutate(header, random), Buffer.from("\n"));
  let position = 0;
  for (let i = 0; i < LINES_A_FILE; i++) {
    const whole = lines[Math.floor(random() * lines.length)] ?? Buffer.alloc(0);
    const spared = random() < 0.25;
    const line = spared ? whole : mutate(whole, random);
    // Behind a damaged header nothing is said to be whole.
    if (spared && header === undefined) intact.add(position);
    parts.push(line, Buffer.from("\n"));
    position += line.length + 1;
  }
  return { file: Buffer.concat(parts), intact };
}

/** The file as it comes from a socket, in two pieces. */
function framesOf(driver: Driver, file: Buffer): Frame[] {
  const framer = createFramer(framingOf(driver, {}));
  const half = file.length >> 1;
  return [...framer.push(file.subarray(0, half)), ...framer.push(file.subarray(half)), ...framer.finish()];
}

function decodeOne(
  driver: Driver,
  decode: Decoder,
  frame: Uint8Array,
  context: DecodeContext,
  tally: Tally,
): Decoded["kind"] | "threw" {
  tally.framed++;
  try {
    const begun = performance.now();
    const decoded = decode(frame, context);
    const took = performance.now() - begun;
    if (took > MOST_MS && slowAgain(driver, frame)) tally.hung++;
    tally.slowestMs = Math.max(tally.slowestMs, took);
    checkValues(frame, decoded);
    tally[decoded.kind]++;
    return decoded.kind;
  } catch {
    tally.threw++;
    return "threw";
  }
}

function slowAgain(driver: Driver, frame: Uint8Array): boolean {
  const decode = driver.configure({});
  for (let i = 0; i < 5; i++) {
    const begun = performance.now();
    decode(frame, {
      receivedAt: new Date(0),
      timeZone: "Europe/Stockholm",
      state: {},
    });
    if (performance.now() - begun <= MOST_MS) return false;
  }
  return true;
}
