import { z } from "zod";
import { audited } from "../audit/index.ts";
import { authorise, type Context, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { hasNumberingPlan } from "../domain/numbers/index.ts";
import { createCompanyKeys } from "../keyring/index.ts";
import { addCompany as insertCompany } from "../store/companies.ts";

export const AddCompanyInput = z.strictObject({
  slug: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  name: z.string().trim().min(1).max(120),
  kind: z.enum(["private", "public"]).default("private"),
  timeZone: z.string().trim().default("Europe/Stockholm").refine(isTimeZone, "is no time zone"),
  country: z
    .string()
    .trim()
    .regex(/^[A-Z]{2}$/)
    .refine(hasNumberingPlan, "has no numbering plan")
    .default("SE"),
  outsideLine: z
    .string()
    .regex(/^\d{1,4}$/)
    .nullable()
    .default(null),
  extensionDigits: z.number().int().min(2).max(8).nullable().default(null),
  internationalPrefix: z
    .string()
    .regex(/^\d{1,6}$/)
    .nullable()
    .default(null),
  language: z.enum(["sv", "en"]).default("sv"),
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

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
