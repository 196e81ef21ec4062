import { addDays, type Day, dayIn, startOfDay } from "./zoned-time.ts";

/** The codes of the audit's rule: one a company, of no product. The classes of records end before it. */
export const AUDIT_RULE = { product: 0, class: 8 } as const;

/** What holds where a company has set nothing: two years. */
export const AUDIT_DEFAULT_DAYS = 731;
/** The database deletes no entry of the last 30 days, whoever asks; the operator may want more (`retention_bound`). */
export const AUDIT_LEAST_DAYS = 31;
export const AUDIT_MOST_DAYS = 3_650;

export function isAuditRule(row: { readonly product: number; readonly class: number }): boolean {
  return row.product === AUDIT_RULE.product && row.class === AUDIT_RULE.class;
}

/**
 * The instant whose entries and later ones stay at `now`: a rule of N days keeps an entry through the Nth calendar day after
 * its own, as every rule does, in the company's zone.
 */
export function auditKeptFrom(keptDays: number, zone: string, now: Date): Date {
  return startOfDay(addDays(dayIn(zone, now), -keptDays), zone);
}

/** The first day of the month by which the audit of `day` names its subjects. */
export function auditMonth(day: Day): Day {
  return `${day.slice(0, -2)}01`;
}

/** The day on which the key of a month ends: its last entry is past the rule by then. */
export function auditMonthEnds(month: Day, keptDays: number): Day {
  return addDays(month, 31 + keptDays + 1);
}
