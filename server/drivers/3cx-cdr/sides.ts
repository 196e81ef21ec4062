import type { Direction, Disposition } from "../../domain/codes.ts";
import { sidesByLength } from "../sides-by-length.ts";

/** What stands at one end of a call. `machine`: a queue, a menu, a mailbox: nobody speaks there. */
export type Side = "extension" | "outside" | "queue" | "machine" | null;

/** The type in the spelling of any release: `Line`, `Provider`, `external_line`, `ring_group_ring_all` ... */
export function readSide(type: string): Side {
  const word = type.toLowerCase().replaceAll("_", "");
  if (word === "extension") return "extension";
  if (/line|provider|trunk|bridge|outboundrule/.test(word)) return "outside";
  if (word === "queue") return "queue";
  return word === "" || word === "unknown" || word === "none" ? null : "machine";
}

export interface Ends {
  readonly from: Side;
  readonly to: Side;
  readonly final: Side;
  readonly fromNumber: string;
  readonly toNumber: string;
}

/** Where the types were not chosen, `Ext.` before a number tells, and else its length. */
export function directionOf(ends: Ends, digits: number | null): Direction | null {
  const from = ends.from ?? marked(ends.fromNumber);
  const to = ends.to ?? marked(ends.toNumber);
  if (from === "outside") return "in";
  if (to === "outside") return from === null ? null : "out";
  if (from !== null) return to === null && plain(ends.toNumber) !== "" ? outOrInternal(ends, digits) : "internal";
  if (to !== null) return isShort(ends.fromNumber, digits) ? "internal" : "in";
  return sidesByLength(plain(ends.fromNumber), plain(ends.toNumber), digits).direction;
}

function outOrInternal(ends: Ends, digits: number | null): Direction {
  return isShort(ends.toNumber, digits) ? "internal" : "out";
}

function isShort(number: string, digits: number | null): boolean {
  return sidesByLength(plain(number), null, digits).extension !== null;
}

function marked(number: string): Side {
  return isExtension(number) ? "extension" : null;
}

export function isExtension(number: string): boolean {
  return /^ext\.?\s?\d/i.test(number);
}

/** Without the `Ext.` before it. */
export function plain(number: string): string {
  return number.replace(/^ext\.?\s?/i, "");
}

/** Why an unanswered call ended, in both spellings; anything unknown is a call that nobody took. */
export function unanswered(reasons: readonly string[]): Disposition {
  const words = reasons.join(" ").toLowerCase().replaceAll("_", "");
  if (words.includes("busy")) return "busy";
  return /fail|noroute|notregistered|notfound|unavailable|notavailable|forbidden|blocked|license|invalid/.test(words)
    ? "failed"
    : "no-answer";
}

/** Whether another record of the same call follows: it was sent on, or the next phone was tried. */
export function goesOn(reason: string): boolean {
  return /^(?:continued_?in|redirected|polling|replaced\w*|transferred)$/i.test(reason);
}
