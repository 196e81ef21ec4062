import type { DecodeContext, Decoded, DecodedLeg, DecodedRecord, Join } from "../driver.ts";
import { mergeLegs } from "../merge-legs.ts";

interface Part {
  readonly type: string;
  /** The record tells a duration of its own. */
  readonly timed: boolean;
  readonly told: Date;
  /** Customer, route and member: one call at a time. */
  readonly trunk: string;
}

/** The chain that goes on on a trunk. */
interface Open {
  readonly id: string;
  /** When its last part was told, in milliseconds. */
  readonly at: number;
}

/** A part so much later belongs to a call whose start was lost. */
const LONGEST_MS = 12 * 3_600_000;
/** More trunks than carry transferred calls at the same time. */
const MOST_OPEN = 500;

/**
 * S begins a chain on its trunk, X goes on, E ends it. A trunk carries one call at a time, so that parts of two calls never share
 * a chain: a new S ends what was open, and what finds no start stands alone as a part.
 */
export function chainOf(part: Part, record: DecodedRecord, context: DecodeContext): Decoded {
  const open = openChains(context.state.chains);
  const at = part.told.getTime();
  const before = open.get(part.trunk);
  open.delete(part.trunk);
  const goesOn = before !== undefined && Math.abs(at - before.at) <= LONGEST_MS;
  const own = `${part.trunk}-${part.told.toISOString().slice(0, 19)}`;
  const call = part.type === "S" ? own : goesOn ? before.id : null;
  if (part.type !== "E" && call !== null) open.set(part.trunk, { id: call, at });
  for (const oldest of open.keys()) {
    if (open.size <= MOST_OPEN) break;
    open.delete(oldest);
  }
  if (open.size > 0) context.state.chains = [...open];
  else delete context.state.chains;
  if (call === null) return { kind: "records", records: [{ ...record, partOf: own }] };
  return { kind: "leg", leg: { call, part: `${part.type} ${part.timed ? "timed" : "untimed"} ${at}`, record } };
}

function openChains(kept: unknown): Map<string, Open> {
  return new Map(Array.isArray(kept) ? (kept as [string, Open][]) : []);
}

const HOUR_SECONDS = 3_600;

export const joinChain: Join = {
  waitSeconds: 12 * HOUR_SECONDS,
  merge(legs, over) {
    const sorted = legs.toSorted(
      (a, b) => rankOf(a) - rankOf(b) || timeOf(a) - timeOf(b) || (a.part < b.part ? -1 : 1),
    );
    const isWhole = sorted.some((leg) => leg.part[0] === "E" || leg.part[0] === "R");
    if (!over && !(isWhole && sorted.some((leg) => leg.part[0] === "S"))) return null;
    const merged = mergeLegs(sorted);
    const durationSeconds = lengthOf(sorted);
    const disposition = durationSeconds > 0 ? "answered" : merged.disposition;
    return [{ ...merged, durationSeconds, disposition, partOf: isWhole ? null : merged.callId }];
  },
};

function rankOf({ part }: DecodedLeg): number {
  return "SXE".indexOf(part.charAt(0));
}

function timeOf({ part }: DecodedLeg): number {
  return Number(part.split(" ")[2] ?? 0);
}

/** The parts' own durations; where no part tells any (BCM), from the first time told to the last. */
function lengthOf(legs: readonly DecodedLeg[]): number {
  const parts = new Map(legs.map((leg) => [leg.part, leg.record.durationSeconds]));
  if (legs.some((leg) => leg.part.includes(" timed"))) return [...parts.values()].reduce((sum, part) => sum + part, 0);
  const times = legs.map(timeOf);
  return Math.min(24 * HOUR_SECONDS, Math.round((Math.max(...times) - Math.min(...times)) / 1_000));
}
