import type { Fate } from "#server/sources/files/proxy-fixture.ts";
import type { Figure } from "../../figure.ts";

const KINDS = ["reset", "stall", "half", "end"] as const;

/** Draws what becomes of connections, and counts what did. */
export interface Fates {
  /** How many have been met. */
  met(): number;
  /** null once enough are. */
  next(until: number): Fate | null;
  readonly happened: Readonly<Record<Fate["kind"], number>>;
}

/** `reach`: bytes within which connections break; most of them early, where they are set up. */
export function drawFates(reach: number): Fates {
  const happened = { reset: 0, stall: 0, half: 0, end: 0 };
  let drawn = 0;
  const met = () => Object.values(happened).reduce((sum, n) => sum + n, 0);
  return {
    happened,
    met,
    next(until) {
      if (met() >= until) return null;
      // Many connections end before their fate: what has happened least is next, and none is left out by chance.
      const least = Math.min(...Object.values(happened));
      const next = KINDS.filter((one) => happened[one] === least);
      const kind = next[drawn++ % next.length] ?? "reset";
      return { kind, afterBytes: Math.floor(Math.random() ** 2 * reach), met: () => void happened[kind]++ };
    },
  };
}

/** How long who asks waits for an answer: short, for so long does each stall take; longer with every try in a row that came to nothing. */
export interface Patience {
  readonly ms: number;
  tried(): void;
  answered(): void;
}

const MOST_TIMES = 40;

/** `ms` on an idle machine. One that is busy says nothing for longer than that, and would never get to the end of a file. */
export function growingPatience(ms: number): Patience {
  let tries = 0;
  return {
    get ms() {
      return ms * Math.min(MOST_TIMES, 1 + tries);
    },
    tried: () => void tries++,
    answered() {
      tries = 0;
    },
  };
}

export interface Wrong {
  lost: number;
  twice: number;
  partial: number;
}

/** Adds what is wrong with what came, by what was sent; beginnings of two records may be equal. */
export function count(wrong: Wrong, sent: readonly string[], came: readonly string[]): void {
  const left = new Map<string, number>();
  for (const text of sent) left.set(text, (left.get(text) ?? 0) + 1);
  for (const text of came) {
    const awaited = left.get(text);
    if (awaited === undefined) wrong.partial++;
    else left.set(text, awaited - 1);
  }
  for (const n of left.values()) {
    wrong.lost += Math.max(0, n);
    wrong.twice += Math.max(0, -n);
  }
}

export function brokenFigure(
  id: string,
  faults: number,
  { wrong, sent, fates, detail }: { wrong: Wrong; sent: number; fates: Fates; detail: Record<string, unknown> },
): Figure {
  const value = wrong.lost + wrong.twice + wrong.partial;
  const { happened } = fates;
  // A verdict that does not notice a record less, one too many or half a one is worth nothing.
  const tried: Wrong = { lost: 0, twice: 0, partial: 0 };
  count(tried, ["a", "b"], ["a", "a", "b".slice(1), "c"]);
  const noticed = tried.lost === 1 && tried.twice === 1 && tried.partial === 2;
  return {
    id: `REL-05 ${id}`,
    value,
    unit: `records lost, twice or partial of ${sent}`,
    must: `0 over ${faults} broken connections`,
    ok: value === 0 && noticed && fates.met() >= faults && Object.values(happened).every((n) => n >= faults / 10),
    detail: { ...wrong, broken: fates.met(), happened, ...detail },
  };
}
