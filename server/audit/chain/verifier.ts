import { type ChainedRow, digestOf, GENESIS } from "./digest.ts";
import type { ChainVerdict, Fault } from "./verdict.ts";

/** A head that was signed and kept elsewhere: this entry had this hash on that day. */
export interface KnownHead {
  readonly seq: number;
  readonly hash: string;
  readonly day: string;
}

export interface ChainExpected {
  readonly companyId: number;
  /** The signed checkpoint behind which the chain begins; absent when it begins with its first entry. */
  readonly start?: { readonly seq: number; readonly hash: string } | undefined;
  /** In any order; those before the start are passed over. */
  readonly heads: readonly KnownHead[];
}

/**
 * Reads a chain entry by entry, in the order in which they stand, and keeps two of them. The first that does not fit is told
 * apart by the entries after it, which is why reading goes on for a while; `settled` says when it need not any more.
 */
export class ChainVerifier {
  readonly #companyId: number;
  readonly #heads: readonly KnownHead[];
  readonly #start: { readonly seq: number; readonly hash: string };
  #last: { readonly seq: number; readonly hash: string };
  #beforeLast = "";
  #nextHead = 0;
  #knownUpTo: number;
  #fault: Fault | null = null;
  #suspect: Suspect | null = null;
  /** A signed head that another entry stands under; the next entry tells whether one was only put in before it. */
  #displaced: KnownHead | null = null;

  constructor({ companyId, start, heads }: ChainExpected) {
    this.#companyId = companyId;
    this.#start = start ?? { seq: 0, hash: GENESIS };
    this.#last = this.#start;
    this.#knownUpTo = this.#start.seq;
    this.#heads = heads.filter((head) => head.seq >= this.#start.seq).sort((a, b) => a.seq - b.seq);
    this.#compareHeads();
  }

  get settled(): boolean {
    return this.#fault !== null;
  }

  /** Whether an entry did not fit and those after it are being looked at. */
  get puzzled(): boolean {
    return (this.#suspect !== null || this.#displaced !== null) && this.#fault === null;
  }

  add(row: ChainedRow): void {
    if (this.#fault !== null) return;
    if (this.#suspect !== null) {
      this.#watch(this.#suspect, row);
      return;
    }
    if (this.#displaced !== null) {
      this.#fault = this.#replaced(this.#displaced, row);
      return;
    }
    const seq = this.#last.seq + 1;
    const linked = row.seq === seq && row.prev === this.#last.hash;
    if (!linked || digestOf(this.#companyId, row, row.prev) !== row.hash) {
      this.#suspect = { row, seq, follower: null, owner: null, missing: null, seen: 0 };
      return;
    }
    this.#beforeLast = this.#last.hash;
    this.#last = { seq, hash: row.hash };
    this.#compareHeads();
  }

  /** `end` is the head that the table itself keeps; it betrays a cut by somebody who forgot it. */
  finish(end: { readonly seq: number; readonly hash: string } | null): ChainVerdict {
    if (this.#fault === null && this.#suspect !== null) this.#fault = this.#judge(this.#suspect);
    if (this.#fault === null && this.#displaced !== null) this.#fault = this.#replaced(this.#displaced, null);
    this.#fault ??= this.#cutOff(end);
    const compared = this.#heads.slice(0, this.#nextHead);
    const newest = compared.at(-1);
    return {
      ok: this.#fault === null,
      rows: this.#last.seq - this.#start.seq,
      first: this.#start.seq + 1,
      head: this.#last,
      heads: compared.length,
      lastHead: newest === undefined ? null : { seq: newest.seq, day: newest.day },
      problem: this.#fault,
    };
  }

  #compareHeads(): void {
    for (;;) {
      const head = this.#heads[this.#nextHead];
      if (head === undefined || head.seq > this.#last.seq) return;
      if (head.hash !== this.#last.hash) {
        this.#displaced = head;
        return;
      }
      this.#knownUpTo = head.seq;
      this.#nextHead++;
    }
  }

  #replaced({ seq, hash }: KnownHead, next: ChainedRow | null): Fault {
    if (next !== null && next.hash === hash) return { kind: "inserted", seq, after: seq - 1 };
    return { kind: "rewritten", seq, after: this.#knownUpTo };
  }

  /** Looks for the entry that should have stood there, and for where the one that does belongs. */
  #watch(suspect: Suspect, row: ChainedRow): void {
    suspect.seen++;
    if (row.prev === this.#last.hash) suspect.follower ??= row.seq;
    if (row.hash === suspect.row.prev) suspect.owner ??= row.seq;
    if (row.seq === suspect.seq) suspect.missing ??= row.seq;
    const numbered = suspect.row.seq === suspect.seq;
    const known = numbered ? suspect.owner !== null : suspect.missing !== null;
    if (known || suspect.seen >= LOOK_AHEAD) this.#fault = this.#judge(suspect);
  }

  #judge({ row, seq, follower, owner, missing }: Suspect): Fault {
    const fault = (kind: Fault["kind"], at = seq): Fault => ({ kind, seq: at, after: this.#last.seq });
    if (row.seq > seq) return fault(missing === null ? "deleted" : "swapped");
    if (row.seq < seq) return fault("inserted", row.seq);
    // Whoever puts an entry in and makes it fit has to leave the next one following what it followed before.
    if (row.prev === this.#beforeLast && row.prev !== this.#last.hash)
      return { kind: "inserted", seq: this.#last.seq, after: this.#last.seq - 1 };
    if (row.prev === this.#last.hash) return fault(follower === null ? "edited" : "inserted");
    if (owner !== null) return fault("swapped");
    if (follower !== null) return fault("inserted");
    if (digestOf(this.#companyId, row, this.#last.hash) === row.hash) return fault("edited");
    // It is whole under the number it had when the one before it still stood there.
    return fault(digestOf(this.#companyId, { ...row, seq: seq + 1 }, row.prev) === row.hash ? "deleted" : "edited");
  }

  #cutOff(end: { readonly seq: number; readonly hash: string } | null): Fault | null {
    const known = Math.max(end?.seq ?? 0, this.#heads.at(-1)?.seq ?? 0);
    const { seq, hash } = this.#last;
    if (known > seq) return { kind: "truncated", seq: seq + 1, after: seq };
    if (end === null) return null;
    if (end.seq < seq) return { kind: "inserted", seq: end.seq + 1, after: Math.min(end.seq, this.#knownUpTo) };
    return end.hash === hash ? null : { kind: "rewritten", seq, after: this.#knownUpTo };
  }
}

interface Suspect {
  readonly row: ChainedRow;
  /** The number that was to come. */
  readonly seq: number;
  /** Where an entry stands that follows the last good one. */
  follower: number | null;
  /** Where the entry stands that this one follows. */
  owner: number | null;
  /** Whether the number that was to come stands further on. */
  missing: number | null;
  seen: number;
}

/** Entries read on to tell faults apart; further off they are told by what they lack. */
const LOOK_AHEAD = 100_000;
