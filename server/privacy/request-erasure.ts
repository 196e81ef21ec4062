import { z } from "zod";
import { authoriseCompany, type CompanyContext } from "../context.ts";
import { AppError } from "../domain/app-error.ts";

export const RequestErasureInput = z.strictObject({
  selectionId: z.uuid(),
  reason: z.string().trim().min(3).max(500),
  /** The number of rows as the person typed it; must equal the preview's. */
  typedCount: z.number().int().positive(),
  /** Whether the person's other identifiers are erased outside these calls too. */
  othersElsewhere: z.boolean().default(false),
  /** Minutes in which it can be undone; nobody reads the data meanwhile. 0 = at once. */
  graceMinutes: z
    .number()
    .int()
    .min(0)
    .max(24 * 60)
    .default(0),
});
export type RequestErasureInput = z.infer<typeof RequestErasureInput>;

export interface RequestedErasure {
  readonly erasureId: string;
  readonly startsAt: Date;
  /**
   * Ties the certificate to its person: SHA-256 over "gallra-person-v1", this and the identifier is the commitment in it.
   * Handed out here, once, and stored nowhere: whoever holds it could try all numbers.
   */
  readonly nonce: string;
}

/** Begins an erasure: from here nobody can read what is selected; the worker destroys it when the grace is over. */
export async function requestErasure(ctx: CompanyContext, input: RequestErasureInput): Promise<RequestedErasure> {
  authoriseCompany(ctx, "data.erase");
  RequestErasureInput.parse(input);
  throw new AppError("unavailable", "Erasure is not there yet.");
}
