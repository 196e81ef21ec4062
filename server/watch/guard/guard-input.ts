import { z } from "zod";
import { MOST_CLOSED, MOST_HOURS_A_DAY } from "../../domain/office-hours.ts";
import { HOLIDAYS } from "../../domain/holidays.ts";

const HoursInput = z.strictObject({ from: z.int().min(0).max(1_440), to: z.int().min(0).max(1_440) });

/** When people work: seven days from Monday on, each with stretches of minutes since midnight. */
const CalendarInput = z.strictObject({
  week: z.array(z.array(HoursInput).max(MOST_HOURS_A_DAY).readonly()).length(7).readonly(),
  holidays: z.enum(HOLIDAYS),
  closed: z.array(z.iso.date()).max(MOST_CLOSED).readonly(),
});

/** 0 = the company as a whole. */
export const WatchedId = z.strictObject({ sourceId: z.int().min(0).max(2_147_483_647) });
export type WatchedId = z.infer<typeof WatchedId>;

/** What is listened to: calls that are stored, or bytes that are collected. */
const Kind = z.enum(["processed", "collected"]).default("processed");

export const DropGuardInput = z.strictObject({ ...WatchedId.shape, kind: Kind });
export type DropGuardInput = z.input<typeof DropGuardInput>;

/** Two weeks. */
export const MOST_MINUTES = 20_160;

export const SetGuardInput = z.strictObject({
  ...WatchedId.shape,
  kind: Kind,
  minutes: z.int().min(1).max(MOST_MINUTES),
  /** null = as the company; for the company itself, every hour of every day. */
  calendar: CalendarInput.nullable(),
});
export type SetGuardInput = z.input<typeof SetGuardInput>;
