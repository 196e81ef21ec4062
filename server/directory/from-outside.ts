import type { Tx } from "#db/clients.ts";
import type { Actor, Context } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import type { Rights } from "../domain/rights.ts";
import { type Profile, permissionsOf, reachOf } from "../domain/permissions.ts";
import { type Account, countHolders } from "../store/accounts.ts";

/**
 * Whether somebody acts on a company without belonging to it: a reseller or a system administrator who is signed in. The operator
 * at the machine's own command line is neither: whoever reads the home's secrets could do all of this anyway.
 */
export function isFromOutside(actor: Actor): boolean {
  const operator = actor.accountId === null && actor.via === "cli";
  const reach = reachOf(actor.profile);
  return !operator && (reach === "reseller" || reach === "installation");
}

/** Profiles that look at a company's people. Whoever could make one and sign in as it would need no right of their own. */
export function looksAtPeople(profile: Profile): boolean {
  return permissionsOf(profile).includes("data.search");
}

/**
 * From outside a company gets its first administrator and nobody else who looks at its people: further ones it makes itself.
 * Throws AppError "conflict". The company is locked, so that two cannot both be the first.
 */
export async function guardGivenFromOutside(
  ctx: Context,
  tx: Tx,
  companyId: number,
  profile: Profile,
  accountId: string | null = null,
): Promise<void> {
  if (!isFromOutside(ctx.actor) || !looksAtPeople(profile)) return;
  const { enabled, signedIn } = await countHolders(tx, companyId, ["company-administrator"], accountId);
  if (profile === "company-administrator" && enabled === 0 && signedIn === 0) return;
  throw new AppError(
    "conflict",
    profile === "company-administrator"
      ? "The company has an administrator of its own, who adds the further ones."
      : "Only the company's own administrator gives this profile: it looks at the company's people.",
  );
}

/** Somebody of a company is about to have other rights, built in or the company's own: both guards for it. */
export async function guardMove(ctx: Context, tx: Tx, person: Account, next: Rights): Promise<void> {
  const { id, scopeCompanyId, profile, disabledAt } = person;
  if (scopeCompanyId === null) return;
  const stays = next.profile === "company-administrator" && next.ownProfile === null;
  if (profile === "company-administrator" && disabledAt === null && !stays)
    await guardLastAdministrator(tx, scopeCompanyId, id);
  if (holdsMoreThanOutside(next) && isFromOutside(ctx.actor))
    await guardGivenFromOutside(ctx, tx, scopeCompanyId, stays ? next.profile : "dpo", id);
}

/** A profile of the company's own may decide, erase or read the audit without searching: that too is the company's to give. */
function holdsMoreThanOutside({ permissions }: Rights): boolean {
  return [...permissions].some((one) => !permissionsOf("supervisor").includes(one));
}

/** Whoever sets a password can sign in with it: from outside that ends once the company has an administrator who has signed in. */
export async function guardPasswordFromOutside(ctx: Context, tx: Tx, companyId: number | null): Promise<void> {
  if (companyId === null || !isFromOutside(ctx.actor)) return;
  const { signedIn } = await countHolders(tx, companyId, ["company-administrator"]);
  if (signedIn === 0) return;
  throw new AppError("conflict", "The company's own administrator resets passwords there.");
}

/** A company keeps one administrator who can sign in. Throws AppError "conflict". */
export async function guardLastAdministrator(tx: Tx, companyId: number | null, accountId: string): Promise<void> {
  if (companyId === null) return;
  const { enabled } = await countHolders(tx, companyId, ["company-administrator"], accountId);
  if (enabled === 0)
    throw new AppError("conflict", "This is the company's last administrator. Make somebody else one first.");
}
