import type { DecodeContext } from "../driver.ts";

interface Part {
  /** The id that all parts share: the circuit and when the first part began. */
  readonly id: string;
  readonly end: number;
}

/** More circuits than carry calls of ten hours at the same time. */
const MOST_CIRCUITS = 200;
/** Ends are told to the minute and durations in tenths of one, cut off. */
const APART_MS = 150_000;

/**
 * The id of a call that is told in parts: every ten hours of it (code 4), and then its end. A circuit carries one call at a
 * time, so that what begins on it when the last part ended is the same call. Without a circuit a part stands alone.
 */
export function partOfLongCall(
  goesOn: boolean,
  circuit: string | null,
  startedAt: Date,
  seconds: number,
  context: DecodeContext,
): string | null {
  if (circuit === null) return null;
  const parts = partsOf(context.state.long);
  const before = parts.get(circuit);
  parts.delete(circuit);
  const isNext = before !== undefined && Math.abs(startedAt.getTime() - before.end) <= APART_MS;
  const id = isNext ? before.id : goesOn ? `${circuit}-${startedAt.toISOString().slice(0, 16)}` : null;
  if (goesOn && id !== null) parts.set(circuit, { id, end: startedAt.getTime() + seconds * 1_000 });
  for (const oldest of parts.keys()) {
    if (parts.size <= MOST_CIRCUITS) break;
    parts.delete(oldest);
  }
  if (parts.size > 0) context.state.long = [...parts];
  else delete context.state.long;
  return id;
}

function partsOf(kept: unknown): Map<string, Part> {
  return new Map(Array.isArray(kept) ? (kept as [string, Part][]) : []);
}
