import type { Direction } from "./codes.ts";
import type { Character } from "./nature.ts";
import { NATURES } from "./sorted.ts";
import { offsetIn } from "./zoned-time.ts";

export const RULE_KINDS = { code: 1, time: 2 } as const;

/** Calls that were dialled with this code, as the telephone system writes it, e.g. "*71" or "9-2". */
export interface CodeRule {
  readonly kind: "code";
  readonly nature: Character;
  readonly code: string;
}

/** Calls inside the hours of these weekdays, or all others. */
export interface TimeRule {
  readonly kind: "time";
  readonly nature: Character;
  /** Bits: 1 Monday, 2 Tuesday ... 64 Sunday. */
  readonly weekdays: number;
  readonly fromMinute: number;
  /** Not itself part of the hours; 1440 is the end of the day. */
  readonly toMinute: number;
  /** Whether it is about calls outside of these hours. */
  readonly outside: boolean;
}

export type NatureRule = CodeRule | TimeRule;

/** What the rules look at. */
export interface CallAtHand {
  readonly startedAt: Date;
  readonly direction: Direction | null;
  /** As the telephone system wrote it. */
  readonly dialled: string | null;
}

/** One question about a call; null where no rule says anything. */
export type NatureOf = (call: CallAtHand) => number | null;

/** What a code that was dialled says: who dials one has said it, so that it goes before a list and before the time. */
export function natureByCode(rules: readonly NatureRule[]): NatureOf | undefined {
  const codes = rules.filter((rule) => rule.kind === "code").sort((a, b) => b.code.length - a.code.length);
  if (codes.length === 0) return undefined;
  return ({ direction, dialled }) => {
    // A telephone system may take a call with a code before its number for an internal one.
    if (dialled === null || direction === "in") return null;
    const written = dialled.trimStart();
    const rule = codes.find((one) => written.startsWith(one.code));
    return rule === undefined ? null : NATURES[rule.nature];
  };
}

/** What the time of a call says, by the clock of the site. Of several rules a private one goes before a business one. */
export function natureByTime(rules: readonly NatureRule[], zone: string): NatureOf | undefined {
  const times = rules.filter((rule) => rule.kind === "time").sort((a, b) => NATURES[b.nature] - NATURES[a.nature]);
  if (times.length === 0) return undefined;
  return ({ direction, startedAt }) => {
    if (direction === "internal") return null;
    const local = new Date(startedAt.getTime() + offsetIn(zone, startedAt.getTime()));
    const weekday = 1 << ((local.getUTCDay() + 6) % 7);
    const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
    const rule = times.find((one) => {
      const inside = (one.weekdays & weekday) !== 0 && minute >= one.fromMinute && minute < one.toMinute;
      return inside !== one.outside;
    });
    return rule === undefined ? null : NATURES[rule.nature];
  };
}

/** A source with rules of a kind of its own has these instead of the company's. */
export function rulesOfSource<R extends { readonly kind: string; readonly sourceId: number | null }>(
  rules: readonly R[],
  sourceId: number,
): R[] {
  return rules.filter((rule) => {
    if (rule.sourceId === sourceId) return true;
    return rule.sourceId === null && !rules.some((own) => own.sourceId === sourceId && own.kind === rule.kind);
  });
}
