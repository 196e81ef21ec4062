import type { Tx } from "#db/clients.ts";
import { authorise, type Context, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { type Permission, reachOf } from "../domain/permissions.ts";
import { type Account, accountToChange, listAccounts } from "../store/accounts.ts";
import { findCompany } from "../store/companies.ts";
import { grantableBy } from "./reach.ts";

/** Somebody within the actor's reach. Throws AppError "not-found", the same whether the account is another company's or none. */
export async function reachedPerson(ctx: Context, permission: Permission, accountId: string): Promise<Account> {
  authorise(ctx, permission);
  const [person] = await listAccounts(door(ctx, "web"), { id: accountId });
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
  if (!grantableBy(ctx.actor).includes(person.profile))
    throw new AppError("forbidden", "You cannot give or take this profile. Ask somebody whose profile includes it.");
  return person;
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
