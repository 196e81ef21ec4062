import { z } from "zod";
import { AppError } from "../../domain/app-error.ts";
import { type VerifiedStatement, verifyStatement } from "../../keyring/statements.ts";
import { CANARY_STORES } from "./copy-store.ts";

const count = z.number().int().nonnegative();

/** How a night ended: gone from everywhere; something left; not seen where it should have stood; broken off. */
export const CANARY_OUTCOMES = ["gone", "left", "missed", "failed"] as const;
export type CanaryOutcome = (typeof CANARY_OUTCOMES)[number];

/** What is signed of a night. The canary is nobody: an invented caller, whose number is reserved for fiction. */
export const CanaryStatement = z.strictObject({
  version: z.literal(1),
  kind: z.literal("canary"),
  canaryId: z.uuid(),
  release: z.string(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  outcome: z.enum(CANARY_OUTCOMES),
  /** Where it was broken off: a step, never what was said about it. */
  brokenOffAt: z.string().nullable(),
  transports: z.array(z.string()),
  /** `reached`: what stood there before the erasure; `left`: what the re-search found there afterwards. */
  stores: z.array(z.strictObject({ store: z.enum(CANARY_STORES), reached: count, left: count })),
  /** Found after the same call came again, in another notation. */
  resentLeft: count,
  /** Files of the home read byte by byte for the number as it is. */
  files: z.strictObject({ read: count, bytes: count, tooLarge: count, unreadable: count, found: count }),
  /** Sealed values of the canary's company that did not open and could not be looked into. */
  unreadable: count,
  certificate: z.strictObject({ id: z.uuid(), outcome: z.enum(["complete", "partial"]) }).nullable(),
  /** Columns, tables and files that belong to no store. */
  unclassified: count,
});
export type CanaryStatement = z.infer<typeof CanaryStatement>;

export interface CanarySummary {
  readonly reached: number;
  readonly stores: number;
  readonly found: number;
  readonly left: number;
}

export function summaryOf(statement: CanaryStatement): CanarySummary {
  const reached = statement.stores.filter((store) => store.reached > 0).length;
  return {
    reached,
    stores: CANARY_STORES.length,
    found: statement.stores.reduce((sum, store) => sum + store.reached, 0),
    left: statement.stores.filter((store) => store.left > 0).length + statement.resentLeft + statement.files.found,
  };
}

/** Offline. Throws AppError "corrupt" when it was changed, "bad-input" when it is signed but no statement of a canary. */
export async function verifyCanary(
  jws: string,
  key?: Parameters<typeof verifyStatement>[1],
): Promise<{ statement: CanaryStatement; kid: string; pinned: VerifiedStatement["pinned"] }> {
  const { payload, kid, pinned } = await verifyStatement(jws, key);
  const read = CanaryStatement.safeParse(payload);
  if (!read.success) throw new AppError("bad-input", "This is signed, but it is no statement of a canary.");
  return { statement: read.data, kid, pinned };
}
