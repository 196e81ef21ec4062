import { z } from "zod";
import type { CompanyContext } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { holdsNumber } from "../../domain/free-text.ts";
import { daysBetween } from "../../domain/zoned-time.ts";
import type { OtherReading } from "../load-settings.ts";

const MOST_DAYS = 400;

/** Which raw records, and how they are read: the days are those of the calls, both included. */
const replayFields = {
  sourceId: z.int().positive(),
  from: z.iso.date(),
  to: z.iso.date(),
  driver: z.string().min(1).max(80),
  driverOptions: z.record(z.string().max(60), z.string().max(20_000)).default({}),
  layout: z.strictObject({ id: z.int().positive(), version: z.int().positive() }).optional(),
};

export const PreviewReplayInput = z
  .strictObject(replayFields)
  .refine(({ from, to }) => from <= to, { message: "The period ends before it begins.", path: ["to"] })
  .refine(({ from, to }) => daysBetween(from, to) <= MOST_DAYS, {
    message: "Choose 400 days at most.",
    path: ["from"],
  });
export type PreviewReplayInput = z.input<typeof PreviewReplayInput>;

export const ReplayInput = z
  .strictObject({
    ...replayFields,
    /** Why, in the person's own words; it stands in the audit. */
    purpose: z.string().trim().min(3).max(200),
  })
  .refine(({ from, to }) => from <= to, { message: "The period ends before it begins.", path: ["to"] })
  .refine(({ from, to }) => daysBetween(from, to) <= MOST_DAYS, {
    message: "Choose 400 days at most.",
    path: ["from"],
  });
export type ReplayInput = z.input<typeof ReplayInput>;

export function readingOf({ driver, driverOptions, layout }: z.infer<typeof PreviewReplayInput>): OtherReading {
  return { driver, driverOptions, layoutId: layout?.id ?? null, layoutVersion: layout?.version ?? null };
}

export function requirePurpose(purpose: string, ctx: Pick<CompanyContext, "clock">): void {
  if (holdsNumber(purpose, ctx.clock()))
    throw new AppError("bad-input", "Leave numbers out of the purpose: write why, not who.");
}
