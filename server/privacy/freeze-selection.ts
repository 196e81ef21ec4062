import { z } from "zod";
import { authoriseCompany, type CompanyContext } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import type { SourceCount } from "./hit.ts";
import { Sought } from "./search-input.ts";

export const FreezeSelectionInput = z.strictObject({
  ...Sought.shape,
  tiers: z
    .array(z.enum(["exact", "digits", "possible"]))
    .min(1)
    .max(3)
    .default(["exact"]),
  /** Only these hits; absent = all that match. */
  hitIds: z.array(z.uuid()).min(1).max(10_000).optional(),
});
export type FreezeSelectionInput = z.infer<typeof FreezeSelectionInput>;

export interface FrozenSelection {
  readonly selectionId: string;
  /** Calls in the selection: the count a person types to confirm an erasure. */
  readonly rows: number;
  readonly bySource: readonly SourceCount[];
  /** Whether it is everything about the identifiers found, so that an erasure destroys them and not single rows. */
  readonly whole: boolean;
  readonly frozenAt: Date;
  readonly until: Date;
}

/** Holds fast what matches now, so that what is exported or erased is what was seen. It lives for a day. */
export async function freezeSelection(ctx: CompanyContext, input: FreezeSelectionInput): Promise<FrozenSelection> {
  authoriseCompany(ctx, "data.search");
  FreezeSelectionInput.parse(input);
  throw new AppError("unavailable", "Selections are not there yet.");
}
