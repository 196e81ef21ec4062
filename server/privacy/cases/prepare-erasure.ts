import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit, countSearch, guardSearches } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { requireStepUp } from "../../domain/step-up.ts";
import { isMarkedPerson } from "../../keyring/index.ts";
import { caseById } from "../../store/index.ts";
import { type FrozenSelection, freezeAll } from "../freeze-selection.ts";
import { wholeIdentifier } from "./restrict-person.ts";

export const PrepareErasureInput = z.strictObject({
  caseId: z.uuid(),
  /** The identifier that the objection is about, typed again: the case keeps nothing but a hash of it. */
  text: z.string().trim().min(1).max(200),
  type: z.enum(["detect", "phone", "ssn"]).default("detect"),
});
export type PrepareErasureInput = z.input<typeof PrepareErasureInput>;

/**
 * An objection that was upheld leads to an erasure: selects everything exact about its person, restricted as it is, for who may
 * erase. Throws AppError "bad-input" for anybody else's identifier.
 */
export async function prepareErasure(ctx: CompanyContext, input: PrepareErasureInput): Promise<FrozenSelection> {
  authoriseCompany(ctx, "data.erase");
  requireStepUp(ctx);
  const { caseId, text, type } = PrepareErasureInput.parse(input);
  const row = await withCompany(door(ctx, "web"), ctx.company.id, (tx) => caseById(tx, ctx.company.id, caseId));
  if (row === null) throw new AppError("not-found", "There is no such case. Look at the list again.");
  if (row.kind !== "objection" || row.decision !== "upheld" || row.state === "ended")
    throw new AppError("conflict", "Only an objection that was upheld leads to an erasure.");
  const [person] = wholeIdentifier(ctx, text, type);
  await guardSearches(ctx);
  const matched = await isMarkedPerson(ctx.keyring, ctx.company.id, caseId, person);
  // Every attempt is written down, or numbers could be tried here until one is the person's.
  await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    await countSearch(tx, ctx);
    await audit(ctx, tx, { action: "objection.prepare", detail: { case: caseId, matched } });
  });
  if (!matched)
    throw new AppError(
      "bad-input",
      "This is not the person the objection is about. Type the identifier as it was noted.",
    );
  return await freezeAll(ctx, { text, type });
}
