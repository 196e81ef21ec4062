import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { z } from "zod";
import { AppError } from "../../domain/app-error.ts";
import { type Box, destroyBox, type Keyring, makeBox, openBox } from "../../keyring/index.ts";

const hexId = z.string().regex(/^[0-9a-f]{32}$/);
const party = z.enum(["phone", "ssn", "ssn_truncated", "name"]);

/**
 * What an erasure is to do, needed until it is done and destroyed then. It names the identifiers, which the keyring forgets
 * in the first step, so that a killed erasure can still find them in raw bytes; it lies sealed in the data cluster, and its
 * key in the keyring dies with the last step.
 */
export const ErasurePlan = z.strictObject({
  version: z.literal(1),
  /** Subjects of which every row goes; `fresh` is the id of what a hold keeps of one, chosen here so that a repetition finds it. */
  destroy: z.array(z.strictObject({ id: hexId, class: z.int(), fresh: hexId.optional() })),
  /** Subjects of which only rows of the selection go: the rest gets the new id. */
  divide: z.array(z.strictObject({ old: hexId, new: hexId, class: z.int() })),
  identifiers: z.array(
    z.strictObject({
      class: party,
      canonical: z.string(),
      last8: z.string().nullable(),
      /** Other digits by which the same number is written where it cannot be read, e.g. a short national form. */
      also: z.array(z.string()).default([]),
    }),
  ),
  /** The rest that a hold had kept: only these calls are meant, and later ones of the same person stay. Absent: all. */
  only: z.array(z.uuid()).optional(),
  /** Of the same rest: held calls of other people whose raw holds the number outside its columns. */
  raw: z.array(z.uuid()).optional(),
  /** The calls that were chosen, once another erasure of the same person takes them out of the selection. */
  chosen: z.array(z.uuid()).optional(),
});
export type ErasurePlan = z.infer<typeof ErasurePlan>;

/** Room for an outage between the request and the last step. */
const PLAN_DAYS = 60;
/** A hold may last for years. */
export const REST_DAYS = 3_653;

/** Answers the sealed plan as text for the erasure's row; `boxId` names its key. */
export async function sealPlan(
  keyring: Keyring,
  companyId: number,
  boxId: string,
  plan: ErasurePlan,
  startsAt: Date,
  days = PLAN_DAYS,
): Promise<string> {
  const until = new Date(startsAt.getTime() + days * 86_400_000);
  const box = await makeBox(keyring, companyId, boxId, until).catch((error: unknown) => {
    // Made by an attempt that was killed before it wrote the plan down.
    if (!(error instanceof AppError && error.code === "conflict")) throw error;
    return openBox(keyring, companyId, boxId);
  });
  return await sealInto(box, plan);
}

/** A plan that has changed, under the key it has. */
export async function resealPlan(
  keyring: Keyring,
  companyId: number,
  boxId: string,
  plan: ErasurePlan,
): Promise<string> {
  return await sealInto(await openBox(keyring, companyId, boxId), plan);
}

async function sealInto(box: Box, plan: ErasurePlan): Promise<string> {
  const sealed = await buffer(Readable.from([Buffer.from(JSON.stringify(plan))]).pipe(box.sealer()));
  return sealed.toString("base64");
}

/** Throws AppError "expired" when the plan's key is gone. */
export async function openPlan(
  keyring: Keyring,
  companyId: number,
  boxId: string,
  sealed: string,
): Promise<ErasurePlan> {
  const box = await openBox(keyring, companyId, boxId);
  const source = Readable.from([Buffer.from(sealed, "base64")]);
  const opener = box.opener();
  source.on("error", (error) => opener.destroy(error));
  return ErasurePlan.parse(JSON.parse((await buffer(source.pipe(opener))).toString()));
}

export async function destroyPlan(keyring: Keyring, companyId: number, boxId: string): Promise<void> {
  await destroyBox(keyring, companyId, boxId);
}
