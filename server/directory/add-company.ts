import { z } from "zod";
import { audited } from "../audit/index.ts";
import { authorise, type Context, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { reachOf } from "../domain/permissions.ts";
import { createCompanyKeys } from "../keyring/index.ts";
import { addCompany as insertCompany, addReseller, listResellers } from "../store/companies.ts";
import { companySettings } from "./company-settings.ts";

export const AddCompanyInput = z.strictObject({
  slug: z
    .string()
    .trim()
    .regex(
      /^[a-z0-9][a-z0-9-]{0,62}$/,
      "A short name has small letters (a to z), digits and hyphens, and begins with a letter or a digit, such as ekdala.",
    ),
  ...companySettings,
  /** For the system administrator, who belongs to no reseller. */
  resellerId: z.number().int().positive().optional(),
  /** The same by name; a name that is new makes a new reseller. */
  resellerName: z.string().trim().min(1).max(120).optional(),
});
export type AddCompanyInput = z.infer<typeof AddCompanyInput>;

/** A new company with keys of its own. Throws AppError "conflict" when its short name is taken. */
export async function addCompany(ctx: Context, input: AddCompanyInput): Promise<{ readonly companyId: number }> {
  authorise(ctx, "company.change");
  const { resellerId: asked, resellerName, ...company } = AddCompanyInput.parse(input);
  const resellerId =
    reachOf(ctx.actor.profile) === "installation"
      ? (asked ?? (await resellerNamed(ctx, resellerName)))
      : ctx.actor.resellerId;
  if (resellerId === null)
    throw new AppError("bad-input", "Say which reseller the company belongs to.", { field: "resellerName" });
  const companyId = await insertCompany(door(ctx, "web"), { ...company, resellerId });
  await createCompanyKeys(ctx.keyring, companyId);
  await audited(ctx, companyId, { action: "company.add", detail: { company: companyId } }, async () => undefined);
  return { companyId };
}

async function resellerNamed(ctx: Context, name: string | undefined): Promise<number | null> {
  if (name === undefined) return null;
  const web = door(ctx, "web");
  const known = (await listResellers(web)).find((reseller) => reseller.name === name);
  return known?.id ?? (await addReseller(web, name));
}
