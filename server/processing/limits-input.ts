import { z } from "zod";

/** Limits as people give them; what is null is no reason. A cost is in hundredths of the company's currency. */
export const LimitsInput = z.strictObject({
  durationSeconds: z.int().min(1).max(86_400).nullable().default(null),
  ringSeconds: z.int().min(1).max(3_600).nullable().default(null),
  costCents: z.int().min(1).max(100_000_000).nullable().default(null),
  unanswered: z.boolean().default(false),
  internal: z.boolean().default(false),
});

/** Whose limits: the company's, or a source's own. */
export const ScopedLimits = z
  .strictObject({
    /** null: the company's, for every source without its own. */
    sourceId: z.int().positive().nullable().default(null),
    /** null: the source goes by the company's. */
    limits: LimitsInput.nullable(),
  })
  .refine(({ sourceId, limits }) => sourceId !== null || limits !== null, {
    message: "The limits of the company cannot be left out: leave each of them empty instead.",
    path: ["limits"],
  });
export type ScopedLimits = z.input<typeof ScopedLimits>;
