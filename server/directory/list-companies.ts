import { authorise, type Context, door } from "../context.ts";
import { reachOf } from "../domain/permissions.ts";
import { type CompanyRow, findCompany, shownCompanies } from "../store/companies.ts";

/** The companies the actor reaches, by name. */
export async function listCompanies(ctx: Context): Promise<CompanyRow[]> {
  authorise(ctx, "company.see");
  const sql = door(ctx, "web");
  switch (reachOf(ctx.actor.profile)) {
    case "installation":
      return await shownCompanies(sql, {});
    case "reseller":
      return ctx.actor.resellerId === null ? [] : await shownCompanies(sql, { resellerId: ctx.actor.resellerId });
    case "company":
    case "self":
      return await ownCompany(ctx);
  }
}

async function ownCompany(ctx: Context): Promise<CompanyRow[]> {
  const company =
    ctx.actor.companyId === null ? null : await findCompany(door(ctx, "web"), { id: ctx.actor.companyId });
  return company === null ? [] : [company];
}
