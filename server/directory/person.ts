import type { Tx } from "#db/clients.ts";
import { authorise, type Context, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { noRights, ownRights, readOwnProfile, within } from "../domain/own-profile.ts";
import { type Permission, reachOf } from "../domain/permissions.ts";
import { type Rights, rightsOf } from "../domain/rights.ts";
import { type Account, accountToChange, listAccounts } from "../store/accounts.ts";
import { findCompany } from "../store/companies.ts";
import { profileOfAccount } from "../store/profiles.ts";
import { withReach } from "../store/reach.ts";
import { grantableBy } from "./reach.ts";

/** Somebody within the actor's reach. Throws AppError "not-found", the same whether the account is another company's or none. */
export async function reachedPerson(ctx: Context, permission: Permission, accountId: string): Promise<Account> {
  authorise(ctx, permission);
  const [person] = await withReach(door(ctx, "web"), ctx.actor, (tx) => listAccounts(tx, { id: accountId }));
  if (person === undefined || !reachesPerson(ctx, person) || (await isOfClosedCompany(ctx, person)))
    throw noSuchPerson();
  return person;
}

/**
 * The same person as they are in this transaction, locked with their company until it ends: what was read before may have been
 * changed by a colleague meanwhile. Nobody acts on themselves this way, or on a profile that is not theirs to give.
 */
export async function lockPerson(tx: Tx, ctx: Context, accountId: string): Promise<Account> {
  const person = await accountToChange(tx, accountId);
  if (person === null || !reachesPerson(ctx, person)) throw noSuchPerson();
  if (person.id === ctx.actor.accountId)
    throw new AppError("conflict", "You cannot change your own profile or access. Ask a colleague who may.");
  if (!grantableBy(ctx.actor).includes(person.profile) || !(await isInHand(tx, ctx, person)))
    throw new AppError("forbidden", "You cannot give or take this profile. Ask somebody whose profile includes it.");
  return person;
}

/** Whoever may reset somebody's password can be that person: an own profile acts on nobody who may do or see more. */
async function isInHand(tx: Tx, { actor }: Context, person: Account): Promise<boolean> {
  return actor.ownProfile === null || within(actor, await rightsOfPerson(tx, person));
}

/** What somebody may do and see at this moment, by their own profile where they have one. In a transaction of their company. */
export async function rightsOfPerson(tx: Tx, { id, profile, scopeCompanyId }: Account): Promise<Rights> {
  const row = scopeCompanyId === null ? undefined : await profileOfAccount(tx, scopeCompanyId, id);
  if (row === undefined) return rightsOf(profile);
  const own = row === null ? null : readOwnProfile(row);
  return own === null ? noRights(profile, null) : ownRights(own);
}

function reachesPerson({ actor }: Context, person: Account): boolean {
  switch (reachOf(actor.profile)) {
    case "installation":
      return true;
    case "reseller":
      return person.resellerId !== null && person.resellerId === actor.resellerId;
    case "company":
      return person.scopeCompanyId !== null && person.scopeCompanyId === actor.companyId;
    case "self":
      return false;
  }
}

/** People of a closed company are gone with it. */
async function isOfClosedCompany(ctx: Context, { scopeCompanyId }: Account): Promise<boolean> {
  return scopeCompanyId !== null && (await findCompany(door(ctx, "web"), { id: scopeCompanyId })) === null;
}

function noSuchPerson(): AppError {
  return new AppError("not-found", "There is no such person within your reach.");
}
