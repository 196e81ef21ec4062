import { z } from "zod";
import { audited } from "../audit/index.ts";
import { authorise, type Context } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { changeCompany as updateCompany } from "../store/companies.ts";
import { companySettings } from "./company-settings.ts";
import { followKind } from "./kind-change.ts";
import { reachedCompany } from "./reach.ts";

export const ChangeCompanyInput = z.strictObject({ companyId: z.number().int().positive(), ...companySettings });
export type ChangeCompanyInput = z.infer<typeof ChangeCompanyInput>;

/**
 * Renames a company or reads its numbers differently. What is stored stays as it was read; a new time zone holds for days whose
 * keys are yet to be made. Throws AppError "not-found" outside the actor's reach.
 */
export async function changeCompany(ctx: Context, input: ChangeCompanyInput): Promise<void> {
  authorise(ctx, "company.change");
  const { companyId: id, ...next } = ChangeCompanyInput.parse(input);
  const before = await reachedCompany(ctx, "company.change", id);
  const changed = Object.entries(next).flatMap(([name, value]) => (Reflect.get(before, name) === value ? [] : [name]));
  if (changed.length === 0) return;
  const entry = { action: "company.change", detail: { company: id, changed: changed.join(" ") } };
  await audited(ctx, id, entry, async (tx) => {
    if (!(await updateCompany(tx, { id, ...next })))
      throw new AppError("not-found", "There is no such company within your reach.");
    await followKind(tx, id, { before: before.kind, next: next.kind }, ctx.clock());
  });
}
