import type { DecodedLeg, DecodedRecord, Join } from "#server/drivers/driver.ts";
import { callsOf, shiftLeg } from "#server/drivers/merge-legs.ts";

/** A call told in several frames, at the place of the first of them. */
export interface GatheredCall {
  readonly file: string;
  readonly line: number;
  readonly records: readonly DecodedRecord[];
}

interface Group {
  readonly file: string;
  readonly line: number;
  readonly legs: DecodedLeg[];
  length: number;
}

/** Legs kept at once. */
const MOST_LEGS = 100_000;

/**
 * Legs of calls, over all files of one run, until it ends. When there are too many, the oldest calls are told from what there
 * is; what comes of them later is a part of its own.
 */
export class GatheredLegs {
  readonly #join: Join;
  readonly #most: number;
  readonly #groups = new Map<string, Group>();
  readonly #told = new Set<string>();
  #count = 0;

  constructor(join: Join, most: number = MOST_LEGS) {
    this.#join = join;
    this.#most = most;
  }

  /** Answers the calls that have to be told now. */
  add(place: { readonly file: string; readonly line: number }, frame: Uint8Array, leg: DecodedLeg): GatheredCall[] {
    const group = this.#groups.get(leg.call) ?? { ...place, legs: [], length: 0 };
    this.#groups.set(leg.call, group);
    group.legs.push(shiftLeg(leg, group.length));
    group.length += frame.length;
    this.#count++;
    const calls: GatheredCall[] = [];
    while (this.#count > this.#most) calls.push(...this.#tellOldest());
    return calls;
  }

  /** The rest, by the place of their first legs. */
  *finish(): Generator<GatheredCall> {
    while (this.#groups.size > 0) yield* this.#tellOldest(false);
  }

  *#tellOldest(early = true): Generator<GatheredCall> {
    const [oldest] = this.#groups;
    if (oldest === undefined) return;
    const [call, group] = oldest;
    this.#groups.delete(call);
    this.#count -= group.legs.length;
    const isPart = this.#told.has(call) || (early && callsOf(this.#join, group.legs, false) === null);
    const records = callsOf(this.#join, group.legs, true) ?? [];
    const { file, line } = group;
    yield { file, line, records: isPart ? records.map((record) => ({ ...record, partOf: call })) : records };
    if (early) this.#remember(call);
  }

  #remember(call: string): void {
    const [first] = this.#told;
    if (this.#told.size >= this.#most && first !== undefined) this.#told.delete(first);
    this.#told.add(call);
  }
}
