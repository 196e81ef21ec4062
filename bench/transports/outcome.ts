import type { Stored } from "./stage.ts";
import type { Known } from "./systems.ts";
import type { Way } from "./ways.ts";

export interface Kill {
  readonly at: number;
  /** When the next collector listened. */
  readonly backAt: number;
  /** When the last of the connections was gone; a moment after the death without. */
  readonly heardAt?: number;
}

export interface Outcome {
  readonly promise: Way["promise"];
  /** What must not be: lost although it was promised, lost at another moment than a kill's, stored twice, never sent. */
  readonly wrong: number;
  readonly sent: number;
  readonly promised: number;
  readonly stored: number;
  readonly lost: number;
  readonly twice: number;
  readonly neverSent: number;
  readonly undefinedLines: number;
  /** Not on disk yet when the collector died, sent at most so many milliseconds before; and sent between a death and the next start. */
  readonly lostInFlight: number;
  readonly lostUnheard: number;
  readonly longestInFlightMs: number;
  /** Runs of lost calls that no kill explains, the longest first: where they stand between the kills. */
  readonly unexplained: readonly Unexplained[];
  /** What the product itself tells: transfer sessions that a collector's death has ended. */
  readonly sessionsInterrupted: number;
  /** How often a collector that got no time lost the source and took it again: as a kill to what is under way. */
  readonly leasesLost: number;
  /** A verdict that does not notice one call less is worth nothing. */
  readonly noticed: boolean;
}

/** Milliseconds: after the death before it (negative: before the first), after the next collector listened, and before the next death. */
interface Unexplained {
  readonly calls: number;
  readonly lastedMs: number;
  readonly afterDeathMs: number;
  readonly afterBackMs: number;
  readonly beforeDeathMs: number;
}

type Journal = Known[string];

/** What a call may take from its system to the disk of a collector that nobody has time for; what it took is told. */
const IN_FLIGHT_MS = 5_000;
/** A connection hears of the death a moment later. */
export const HEARD_MS = 500;
/** When the call with the number 0 begins; each begins a second after the one before. */
export const FIRST_SECOND = Date.UTC(2026, 5, 1, 8) / 1_000;

/** `kills`: among them so many `leasesLost`. */
export function outcomeOf(
  way: Way,
  journal: Journal,
  stored: Stored,
  kills: readonly Kill[],
  leasesLost: number,
): Outcome {
  const judged = judge(way, journal, stored, kills);
  const secondOf = (call: number) => FIRST_SECOND + journal.from + call;
  const isStored = (call: number) => stored.starts.has(secondOf(call));
  // A call that was promised; else one with stored ones around it, and no kill.
  const isSafe = (call: number) =>
    [call - 1, call, call + 1].every(isStored) &&
    kills.every(({ at, backAt }) => backAt < (journal.at[call - 1] ?? 0) || at > (journal.at[call + 1] ?? 0));
  const one = way.promise === "all" ? journal.promised.find(isStored) : [...journal.at.keys()].find(isSafe);
  const starts = new Map([...stored.starts].filter(([second]) => one === undefined || second !== secondOf(one)));
  const noticed = one !== undefined && judge(way, journal, { ...stored, starts }, kills).wrong === judged.wrong + 1;
  return { ...judged, leasesLost, noticed };
}

function judge(
  way: Way,
  journal: Journal,
  stored: Stored,
  kills: readonly Kill[],
): Omit<Outcome, "noticed" | "leasesLost"> {
  const { at, promised, from } = journal;
  const { starts, undefinedLines, interrupted } = stored;
  const isLost = (call: number) => !starts.has(FIRST_SECOND + from + call);
  const twice = [...starts.values()].reduce((sum, n) => sum + n - 1, 0);
  const neverSent = [...starts.keys()].filter((second) => !(second - FIRST_SECOND - from in at)).length;
  const lost = way.promise === "all" ? promised.filter(isLost) : [...at.keys()].filter(isLost);
  const explained = way.promise === "all" ? nothing() : explain(way, at, lost, kills);
  // A line of which a part was lost is none that anybody knows.
  const extra = undefinedLines - journal.odd;
  const odd = way.promise === "all" ? Math.abs(extra) : Math.max(0, extra - 2 * kills.length);
  return {
    promise: way.promise,
    wrong: lost.length - explained.lostInFlight - explained.lostUnheard + twice + neverSent + odd,
    sent: at.length,
    promised: promised.length,
    stored: starts.size,
    lost: lost.length,
    twice,
    neverSent,
    undefinedLines,
    ...explained,
    sessionsInterrupted: interrupted,
  };
}

interface Explained {
  lostInFlight: number;
  lostUnheard: number;
  longestInFlightMs: number;
  readonly unexplained: Unexplained[];
}

const SHOWN_RUNS = 12;

/**
 * What was lost with a kill has no hole: from the first call that was not on disk to the last one before the kill, and where nobody
 * is told that nobody listens, on to the first one that the next collector heard.
 */
function explain(way: Way, at: readonly number[], lost: readonly number[], kills: readonly Kill[]): Explained {
  const counted = nothing();
  for (const run of runsOf(lost)) {
    const [firstAt, lastAt] = [at[run[0] ?? 0] ?? 0, at[run.at(-1) ?? 0] ?? 0];
    const nextAt = at[(run.at(-1) ?? 0) + 1] ?? Number.POSITIVE_INFINITY;
    const kill = kills.find((one) => firstAt <= one.backAt && firstAt >= one.at - IN_FLIGHT_MS && nextAt >= one.at);
    if (kill === undefined) {
      counted.unexplained.push(placeOf(firstAt, lastAt, run.length, kills));
      continue;
    }
    const until = way.promise === "in-flight" ? heardAt(kill) : Number.POSITIVE_INFINITY;
    const reach = kills.some((one) => lastAt >= one.at - IN_FLIGHT_MS && lastAt <= heardAt(one));
    if (lastAt > until && !reach) {
      counted.unexplained.push(placeOf(firstAt, lastAt, run.length, kills));
      continue;
    }
    const before = run.filter((call) =>
      kills.every((one) => (at[call] ?? 0) <= one.at || (at[call] ?? 0) > one.backAt),
    );
    counted.lostInFlight += before.length;
    counted.lostUnheard += run.length - before.length;
    if (firstAt <= kill.at) counted.longestInFlightMs = Math.max(counted.longestInFlightMs, kill.at - firstAt);
  }
  const longest = counted.unexplained.sort((a, b) => b.calls - a.calls).slice(0, SHOWN_RUNS);
  return { ...counted, unexplained: longest };
}

function nothing(): Explained {
  return { lostInFlight: 0, lostUnheard: 0, longestInFlightMs: 0, unexplained: [] };
}

function placeOf(firstAt: number, lastAt: number, calls: number, all: readonly Kill[]): Unexplained {
  const kills = all.toSorted((a, b) => a.at - b.at);
  const before = kills.findLast(({ at }) => at <= firstAt);
  const next = kills.find(({ at }) => at > firstAt);
  return {
    calls,
    lastedMs: lastAt - firstAt,
    afterDeathMs: firstAt - (before?.at ?? Number.NaN),
    afterBackMs: firstAt - (before?.backAt ?? Number.NaN),
    beforeDeathMs: (next?.at ?? Number.NaN) - firstAt,
  };
}

function heardAt(kill: Kill): number {
  return kill.heardAt ?? kill.at + HEARD_MS;
}

/** Numbers that follow on one another, together. */
function runsOf(calls: readonly number[]): readonly (readonly number[])[] {
  const runs: number[][] = [];
  for (const call of calls) {
    const last = runs.at(-1);
    if (last?.at(-1) === call - 1) last.push(call);
    else runs.push([call]);
  }
  return runs;
}
