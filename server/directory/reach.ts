import { authorise, type Company, type Context, door, reaches } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { mayHandOver } from "../domain/own-profile.ts";
import { type Permission, type Profile, reachOf } from "../domain/permissions.ts";
import type { Rights } from "../domain/rights.ts";
import { findCompany } from "../store/companies.ts";

/** A company by its id, when the actor holds the permission and reaches it; the same refusal whether it exists or not. */
export async function reachedCompany(ctx: Context, permission: Permission, companyId: number): Promise<Company> {
  authorise(ctx, permission);
  const company = await findCompany(door(ctx, "web"), { id: companyId });
  if (company === null || !reaches(ctx.actor, company))
    throw new AppError("not-found", "There is no such company within your reach.");
  return company;
}

/** Which built-in profiles somebody may give to others or take: none that reaches further or holds more than is theirs to give. */
export function grantableBy(actor: Rights): readonly Profile[] {
  return withinReach(actor.profile).filter((profile) => mayHandOver(actor, profile));
}

/** The built-in profiles that reach no further than this one may hand out. */
export function withinReach(profile: Profile): readonly Profile[] {
  switch (reachOf(profile)) {
    case "installation":
      return ["system-administrator", "reseller", "company-administrator", "dpo", "supervisor", "end-user"];
    case "reseller":
      return ["company-administrator", "dpo", "supervisor", "end-user"];
    case "company":
      return profile === "company-administrator" ? ["company-administrator", "dpo", "supervisor", "end-user"] : [];
    case "self":
      return [];
  }
}
