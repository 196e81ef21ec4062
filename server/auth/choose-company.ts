import { z } from "zod";
import { audited } from "../audit/index.ts";
import { authorise, type Context, door, reaches } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { reachOf } from "../domain/permissions.ts";
import { findCompany } from "../store/companies.ts";
import { setSessionCompany } from "../store/sessions.ts";
import type { Session } from "./session.ts";

export const ChooseCompanyInput = z.strictObject({ companyId: z.number().int().positive().nullable() });
export type ChooseCompanyInput = z.infer<typeof ChooseCompanyInput>;

/** The company this session works on from now on; for profiles that reach more than one. */
export async function chooseCompany(
  ctx: Context & { readonly session: Session },
  input: ChooseCompanyInput,
): Promise<void> {
  authorise(ctx, "company.see");
  const { companyId } = ChooseCompanyInput.parse(input);
  const reach = reachOf(ctx.actor.profile);
  const sql = door(ctx, "web");
  const company = companyId === null ? null : await findCompany(sql, { id: companyId });
  const within = company === null ? companyId === null : reaches(ctx.actor, company);
  if (!within || (reach !== "installation" && reach !== "reseller"))
    throw new AppError("not-found", "There is no such company within your reach.");
  const entry = { action: "company.choose", detail: { company: companyId } };
  await audited(ctx, companyId, entry, (tx) => setSessionCompany(tx, ctx.session.tokenHash, companyId));
}
