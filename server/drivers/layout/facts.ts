import type { Direction, Disposition } from "../../domain/codes.ts";
import type { DecodeContext } from "../driver.ts";
import { readCents } from "../durations.ts";
import { readLength } from "./lengths.ts";
import { nobodyOf, personOf } from "./people.ts";
import { firstOf, holds, type Reading } from "./reading.ts";
import type { Layout } from "./schema.ts";

/** A fact and what in the layout said so, for who writes the layout. */
export interface Told<T> {
  readonly is: T;
  readonly because: string;
}

export interface Lengths {
  /** Conversation as the record is told. */
  readonly talk: number;
  /** What the field says, even where it is no conversation: the end is so much later than the start. */
  readonly written: number;
  readonly ring: number | null;
}

/** Conversation and ringing; a reason when the record does not say how long the call was. */
export function lengthsOf({ duration, ring }: Layout, reading: Reading): Lengths | string {
  const found = firstOf(duration.field, reading);
  if (found === null && duration.blank !== "zero") return "duration: blank";
  const written = found === null ? 0 : readLength(found.text, duration.format);
  if (written === null) return "duration: not of its format";
  const none = duration["zero when"] !== undefined && holds(duration["zero when"], reading);
  const rang = ring === undefined ? null : firstOf(ring.field, reading);
  return {
    talk: none ? 0 : written,
    written,
    ring: rang === null || ring === undefined ? null : readLength(rang.text, ring.format),
  };
}

/** Who called whom as the layout says, before anything is known of the direction. */
export interface Sides {
  readonly calling: string | null;
  readonly called: string | null;
}

export function sidesOf(layout: Layout, reading: Reading, nobody = nobodyOf(layout)): Sides {
  const side = (role: "calling" | "called"): string | null => {
    for (const value of layout.values) {
      if (value.role !== role || value.class !== "phone") continue;
      const found = personOf(value, reading, nobody);
      if (found !== null) return found.text;
    }
    return null;
  };
  return { calling: side("calling"), called: side("called") };
}

export function directionOf(
  { direction }: Layout,
  reading: Reading,
  sides: Sides,
  digits: number | null,
): Told<Direction | null> {
  if (direction === undefined) return { is: null, because: "the layout does not say" };
  const rule = direction.rules.findIndex((each) => holds(each.when, reading));
  const ruled = direction.rules[rule];
  if (ruled !== undefined) return { is: ruled.is, because: `rule ${rule + 1}` };
  const bySides = direction["by sides"] ? directionBySides(sides, digits) : null;
  if (bySides !== null) return { is: bySides, because: "by sides" };
  return {
    is: direction.otherwise ?? null,
    because: direction.otherwise === undefined ? "no rule holds" : "otherwise",
  };
}

function directionBySides({ calling, called }: Sides, digits: number | null): Direction | null {
  if (called !== null && isExtension(called, digits))
    return calling !== null && isExtension(calling, digits) ? "internal" : "in";
  return calling !== null && called !== null && isExtension(calling, digits) ? "out" : null;
}

/** Numbers that reach the outside however short they are. */
const EMERGENCY = new Set(["112", "911", "999", "000", "110", "113", "114", "116"]);

/** Digits of the site's length; without one, two to five digits that do not begin with a zero. */
export function isExtension(text: string, digits: number | null): boolean {
  if (!/^\d{1,12}$/.test(text) || EMERGENCY.has(text)) return false;
  if (digits !== null) return text.length === digits;
  return text.length >= 2 && text.length <= 5 && !text.startsWith("0");
}

export function dispositionOf({ disposition }: Layout, reading: Reading, talk: number): Told<Disposition | null> {
  if (disposition === undefined) return { is: null, because: "the layout does not say" };
  const rule = disposition.rules.findIndex((each) => holds(each.when, reading));
  const ruled = disposition.rules[rule];
  if (ruled !== undefined) return { is: ruled.is, because: `rule ${rule + 1}` };
  if (disposition["by duration"]) return { is: talk > 0 ? "answered" : "no-answer", because: "by duration" };
  return {
    is: disposition.otherwise ?? null,
    because: disposition.otherwise === undefined ? "no rule holds" : "otherwise",
  };
}

export function costOf({ cost }: Layout, reading: Reading): number | null {
  const text = cost === undefined ? undefined : reading.find(cost.field)?.text;
  if (cost === undefined || text === undefined) return null;
  if (cost.format === "amount") return readCents(text);
  return /^-?\d{1,9}$/.test(text) ? Number(text) : null;
}

/** A word of the layout's own choice, such as a trunk or an id. */
export function wordOf(sources: Layout["trunk"], reading: Reading): string | null {
  return firstOf(sources, reading)?.text ?? null;
}

/** Digits of an extension: the driver's option, or the site's. */
export function extensionDigits(option: number | null, context: DecodeContext): number | null {
  return option ?? context.extensionDigits ?? null;
}
