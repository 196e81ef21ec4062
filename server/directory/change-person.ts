import { z } from "zod";
import { audited } from "../audit/index.ts";
import { authorise, type Context, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { PROFILES, reachOf } from "../domain/permissions.ts";
import { type Account, changeAccount, listAccounts } from "../store/accounts.ts";
import { findCompany } from "../store/companies.ts";
import { releaseProfile } from "../store/profiles.ts";
import { revokeSessions } from "../store/sessions.ts";
import { grantableBy } from "./reach.ts";

export const ChangePersonInput = z.strictObject({
  accountId: z.uuid(),
  name: z.string().trim().min(1).max(120).optional(),
  profile: z.enum(PROFILES).optional(),
  /** A disabled account cannot sign in, and its sessions end at once. */
  disabled: z.boolean().optional(),
});
export type ChangePersonInput = z.infer<typeof ChangePersonInput>;

/** Changes a person's name, profile or access. Nobody changes themselves, so that no company locks itself out by mistake. */
export async function changePerson(ctx: Context, input: ChangePersonInput): Promise<void> {
  authorise(ctx, "people.change");
  const change = ChangePersonInput.parse(input);
  const sql = door(ctx, "web");
  const [person] = await listAccounts(sql, { id: change.accountId });
  if (person === undefined || !(await isWithinReach(ctx, person)))
    throw new AppError("not-found", "There is no such person within your reach.");
  if (person.id === ctx.actor.accountId)
    throw new AppError("conflict", "You cannot change your own profile or access. Ask a colleague who may.");
  const profile = change.profile ?? person.profile;
  const grantable = grantableBy(ctx.actor);
  if (
    !grantable.includes(person.profile) ||
    !grantable.includes(profile) ||
    reachOf(profile) !== reachOf(person.profile)
  ) {
    throw new AppError("forbidden", "You cannot give or take this profile. Ask somebody whose profile includes it.");
  }
  const now = ctx.clock();
  const disabled = change.disabled ?? person.disabledAt !== null;
  const account = {
    id: person.id,
    name: change.name ?? person.name,
    profile,
    language: person.language,
    disabledAt: disabled ? (person.disabledAt ?? now) : null,
  };
  const entry = { action: "people.change", detail: { account: person.id, profile, disabled } };
  await audited(ctx, person.scopeCompanyId, entry, async (tx) => {
    await changeAccount(tx, account);
    // Whoever is given a built-in profile has that one and no longer an own one.
    if (change.profile !== undefined && person.scopeCompanyId !== null)
      await releaseProfile(tx, person.scopeCompanyId, person.id);
    if (disabled) await revokeSessions(tx, { accountId: person.id }, now);
  });
}

async function isWithinReach(ctx: Context, person: Account): Promise<boolean> {
  // People of a closed company are gone with it.
  const closed =
    person.scopeCompanyId !== null && (await findCompany(door(ctx, "web"), { id: person.scopeCompanyId })) === null;
  return !closed && reachesPerson(ctx, person);
}

function reachesPerson(ctx: Context, person: Account): boolean {
  switch (reachOf(ctx.actor.profile)) {
    case "installation":
      return true;
    case "reseller":
      return person.resellerId !== null && person.resellerId === ctx.actor.resellerId;
    case "company":
      return person.scopeCompanyId !== null && person.scopeCompanyId === ctx.actor.companyId;
    case "self":
      return false;
  }
}
