import { z } from "zod";
import { audited } from "../audit/index.ts";
import { authorise, type Context, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { createCompanyKeys } from "../keyring/index.ts";
import { addCompany as insertCompany } from "../store/companies.ts";
import { companySettings } from "./company-settings.ts";

export const AddCompanyInput = z.strictObject({
  slug: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  ...companySettings,
  /** For the system administrator, who belongs to no reseller. */
  resellerId: z.number().int().positive().optional(),
});
export type AddCompanyInput = z.infer<typeof AddCompanyInput>;

/** A new company with keys of its own. Throws AppError "conflict" when its short name is taken. */
export async function addCompany(ctx: Context, input: AddCompanyInput): Promise<{ readonly companyId: number }> {
  authorise(ctx, "company.change");
  const { resellerId: asked, ...company } = AddCompanyInput.parse(input);
  const resellerId = ctx.actor.profile === "reseller" ? ctx.actor.resellerId : (asked ?? null);
  if (resellerId === null) throw new AppError("bad-input", "Say which reseller the company belongs to.");
  const companyId = await insertCompany(door(ctx, "web"), { ...company, resellerId });
  await createCompanyKeys(ctx.keyring, companyId);
  await audited(ctx, companyId, { action: "company.add", detail: { company: companyId } }, async () => undefined);
  return { companyId };
}
