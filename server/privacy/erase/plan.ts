import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { z } from "zod";
import { destroyBox, type Keyring, makeBox, openBox } from "../../keyring/index.ts";

const hexId = z.string().regex(/^[0-9a-f]{32}$/);
const party = z.enum(["phone", "ssn", "ssn_truncated", "name"]);

/**
 * What an erasure is to do, needed until it is done and destroyed then. It names the identifiers, which the keyring forgets
 * in the first step, so that a killed erasure can still find them in raw bytes; it lies sealed in the data cluster, and its
 * key in the keyring dies with the last step.
 */
export const ErasurePlan = z.strictObject({
  version: z.literal(1),
  /** Subjects of which every row goes. */
  destroy: z.array(z.strictObject({ id: hexId, class: z.int() })),
  /** Subjects of which only rows of the selection go: the rest gets the new id, chosen here so that a repetition finds it. */
  divide: z.array(z.strictObject({ old: hexId, new: hexId, class: z.int() })),
  identifiers: z.array(z.strictObject({ class: party, canonical: z.string(), last8: z.string().nullable() })),
});
export type ErasurePlan = z.infer<typeof ErasurePlan>;

/** Room for an outage between the request and the last step. */
const PLAN_DAYS = 60;

/** Answers the sealed plan as text for the erasure's row. */
export async function sealPlan(
  keyring: Keyring,
  companyId: number,
  erasureId: string,
  plan: ErasurePlan,
  startsAt: Date,
): Promise<string> {
  const box = await makeBox(keyring, companyId, erasureId, new Date(startsAt.getTime() + PLAN_DAYS * 86_400_000));
  const sealed = await buffer(Readable.from([Buffer.from(JSON.stringify(plan))]).pipe(box.sealer()));
  return sealed.toString("base64");
}

/** Throws AppError "expired" when the plan's key is gone. */
export async function openPlan(
  keyring: Keyring,
  companyId: number,
  erasureId: string,
  sealed: string,
): Promise<ErasurePlan> {
  const box = await openBox(keyring, companyId, erasureId);
  const source = Readable.from([Buffer.from(sealed, "base64")]);
  const opener = box.opener();
  source.on("error", (error) => opener.destroy(error));
  return ErasurePlan.parse(JSON.parse((await buffer(source.pipe(opener))).toString()));
}

export async function destroyPlan(keyring: Keyring, companyId: number, erasureId: string): Promise<void> {
  await destroyBox(keyring, companyId, erasureId);
}
