import { z } from "zod";
import { DIRECTIONS, DISPOSITIONS, RECORD_KINDS } from "../codes.ts";

const EXTENSIONS = /^[\w*]+(?:\s*-\s*\w+)?(?:[\s,;]+[\w*]+(?:\s*-\s*\w+)?)*$/;
const names = <T extends string>(codes: Readonly<Record<T, number>>) =>
  z.array(z.enum(Object.keys(codes) as [T, ...T[]])).min(1);
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Write a time as 08:30.");

/** One rule: all that it names must be true of a call. What it leaves out says nothing. */
export const filterRule = z.strictObject({
  /** Counted under; never used again for another rule of the company. */
  id: z.int().positive().max(65_535),
  action: z.enum(["leave-out", "take"]),
  name: z.string().trim().min(1).max(80),
  sources: z.array(z.int().positive()).min(1).max(200).optional(),
  /** The company's own side: `2000-2099, 31*, reception`. */
  extensions: z
    .string()
    .trim()
    .max(500)
    .regex(EXTENSIONS, "Write extensions, ranges and beginnings: 2041, 2000-2099, 31*.")
    .optional(),
  /** The other side: organisations' numbers and beginnings of numbers. */
  numbers: z.array(z.string().trim().min(2).max(32)).min(1).max(100).optional(),
  directions: names(DIRECTIONS).optional(),
  kinds: names(RECORD_KINDS).optional(),
  dispositions: names(DISPOSITIONS).optional(),
  /** 1 Monday to 7 Sunday, by the site's clock, as the hours and days below. */
  weekdays: z.array(z.int().min(1).max(7)).min(1).optional(),
  /** From the first to before the second; over midnight where the first is later, and the whole day where both are the same. */
  hours: z.strictObject({ from: clock, to: clock }).optional(),
  /** Both days belong to it. */
  days: z.strictObject({ from: z.iso.date().nullable(), to: z.iso.date().nullable() }).optional(),
});
export type FilterRule = z.infer<typeof filterRule>;

export const filterSettings = z.strictObject({
  /** The first that fits decides. */
  rules: z.array(filterRule).max(100),
  /** What becomes of calls that no rule fits: "leave-out" makes a list of what alone is taken. */
  others: z.enum(["take", "leave-out"]),
  /** The highest id that a rule ever had. */
  lastId: z.int().nonnegative().default(0),
});
export type FilterSettings = z.infer<typeof filterSettings>;

export const NO_FILTER: FilterSettings = { rules: [], others: "take", lastId: 0 };

/** Counted under where no rule fits and only what rules take is taken. */
export const NO_RULE = 0;

/** Whether a call could be left out at all. */
export function isFiltering({ rules, others }: FilterSettings): boolean {
  return others === "leave-out" || rules.some((rule) => rule.action === "leave-out");
}

/** What a rule asks of a call; a rule that asks nothing would fit them all. */
export const CONDITIONS = [
  "extensions",
  "numbers",
  "directions",
  "kinds",
  "dispositions",
  "weekdays",
  "hours",
  "days",
] as const satisfies readonly (keyof FilterRule)[];

export function asksNothing(rule: FilterRule): boolean {
  return CONDITIONS.every((one) => rule[one] === undefined);
}
