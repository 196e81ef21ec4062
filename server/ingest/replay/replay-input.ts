import { z } from "zod";
import type { CompanyContext } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { holdsNumber } from "../../domain/free-text.ts";
import { daysBetween } from "../../domain/zoned-time.ts";
import { readAgainFields } from "../again/again-input.ts";

const MOST_DAYS = 400;

/** Which raw records, and how they are read: the days are those of the calls, both included. */
export const PreviewReplayInput = z
  .strictObject(readAgainFields)
  .refine(({ from, to }) => from <= to, { message: "The period ends before it begins.", path: ["to"] })
  .refine(({ from, to }) => daysBetween(from, to) <= MOST_DAYS, {
    message: "Choose 400 days at most.",
    path: ["from"],
  });
export type PreviewReplayInput = z.input<typeof PreviewReplayInput>;

export const ReplayInput = PreviewReplayInput.safeExtend({
  /** Why, in the person's own words; it stands in the audit. */
  purpose: z.string().trim().min(3).max(200),
});
export type ReplayInput = z.input<typeof ReplayInput>;

export function requirePurpose(purpose: string, ctx: Pick<CompanyContext, "clock">): void {
  if (holdsNumber(purpose, ctx.clock()))
    throw new AppError("bad-input", "Leave numbers out of the purpose: write why, not who.");
}
