import { holds, type Rate, type RateDirection } from "./rate.ts";

/** What a call is rated by: its number as digits, which plan they are of, and when it began by the clock of the site. */
export interface Rated {
  readonly digits: string;
  readonly short: boolean;
  readonly direction: RateDirection;
  /** 0 = Monday. */
  readonly weekday: number;
  readonly minute: number;
}

/** Answers the rate of a call; null when the table says nothing of it. */
export type RateTable = (call: Rated) => Rate | null;

const NONE: readonly Rate[] = [];
const ZERO = 48;

/**
 * A tariff made ready: a trie of digits for each direction and kind of number, so that twenty thousand prefixes cost no more
 * steps than the number has digits. The longest prefix that says something at this time wins.
 */
export function rateTable(rates: readonly Rate[]): RateTable {
  const tries = { out: new Trie(), in: new Trie(), "out short": new Trie(), "in short": new Trie() };
  for (const rate of rates) tries[trieOf(rate)].add(rate);
  return (call) => tries[trieOf(call)].find(call);
}

function trieOf({ direction, short }: Pick<Rate, "direction" | "short">) {
  return short ? (`${direction} short` as const) : direction;
}

/** Ten branches a node in one array of numbers; what ends at a node stands beside it. */
class Trie {
  #next = new Int32Array(10 * 64);
  readonly #rates: (readonly Rate[])[] = [NONE];

  add(rate: Rate): void {
    let node = 0;
    for (let i = 0; i < rate.prefix.length; i++) {
      const branch = node * 10 + rate.prefix.charCodeAt(i) - ZERO;
      let next = this.#next[branch] ?? 0;
      if (next === 0) {
        next = this.#rates.push(NONE) - 1;
        if (this.#next.length < (next + 1) * 10) this.#grow();
        this.#next[branch] = next;
      }
      node = next;
    }
    this.#rates[node] = [...(this.#rates[node] ?? NONE), rate];
  }

  find({ digits, weekday, minute }: Rated): Rate | null {
    let node = 0;
    let best: Rate | null = null;
    for (let i = 0; ; i++) {
      for (const rate of this.#rates[node] ?? NONE) if (holds(rate, weekday, minute)) best = rate;
      if (i >= digits.length) return best;
      const branch = digits.charCodeAt(i) - ZERO;
      if (branch < 0 || branch > 9) return best;
      node = this.#next[node * 10 + branch] ?? 0;
      if (node === 0) return best;
    }
  }

  #grow(): void {
    const larger = new Int32Array(this.#next.length * 2);
    larger.set(this.#next);
    this.#next = larger;
  }
}
