import { z } from "zod";
import type { Tx } from "#db/clients.ts";
import { audited } from "../audit/index.ts";
import { authorise, type Context } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { PROFILES, type Profile, reachOf } from "../domain/permissions.ts";
import { requireStepUp } from "../domain/step-up.ts";
import { type Account, changeAccount } from "../store/accounts.ts";
import { profileOfAccount, releaseProfile } from "../store/profiles.ts";
import { revokeSessions } from "../store/sessions.ts";
import { guardGivenFromOutside, guardLastAdministrator } from "./from-outside.ts";
import { lockPerson, reachedPerson } from "./person.ts";
import { grantableBy } from "./reach.ts";
import { unsettle } from "./unsettle.ts";

export const ChangePersonInput = z.strictObject({
  accountId: z.uuid(),
  name: z.string().trim().min(1).max(120).optional(),
  profile: z.enum(PROFILES).optional(),
  /** A disabled account cannot sign in, and its sessions end at once. */
  disabled: z.boolean().optional(),
});
export type ChangePersonInput = z.infer<typeof ChangePersonInput>;

/** Changes a person's name, profile or access. Nobody changes themselves, and a company keeps its last administrator. */
export async function changePerson(ctx: Context, input: ChangePersonInput): Promise<void> {
  authorise(ctx, "people.change");
  requireStepUp(ctx);
  const { accountId, name, profile, disabled } = ChangePersonInput.parse(input);
  const { scopeCompanyId } = await reachedPerson(ctx, "people.change", accountId);
  const detail = {
    account: accountId,
    ...(name === undefined ? {} : { renamed: true }),
    ...(profile === undefined ? {} : { profile }),
    ...(disabled === undefined ? {} : { disabled }),
  };
  const now = ctx.clock();
  await audited(ctx, scopeCompanyId, { action: "people.change", detail }, async (tx) => {
    const person = await lockPerson(tx, ctx, accountId);
    if (profile !== undefined) await moveProfile(tx, ctx, person, profile);
    if (disabled !== undefined) await moveAccess(tx, ctx, person, disabled);
    if (profile !== undefined || disabled === false) await unsettle(tx, ctx, scopeCompanyId, accountId);
    const off = disabled ?? person.disabledAt !== null;
    await changeAccount(tx, {
      id: person.id,
      name: name ?? person.name,
      profile: profile ?? person.profile,
      language: person.language,
      disabledAt: off ? (person.disabledAt ?? now) : null,
    });
    if (off) await revokeSessions(tx, { accountId: person.id }, now);
  });
}

async function moveProfile(tx: Tx, ctx: Context, person: Account, profile: Profile): Promise<void> {
  const { id, scopeCompanyId } = person;
  if (!grantableBy(ctx.actor).includes(profile) || reachOf(profile) !== reachOf(person.profile))
    throw new AppError("forbidden", "You cannot give or take this profile. Ask somebody whose profile includes it.");
  if (scopeCompanyId === null) return;
  if (profile !== "company-administrator" && person.profile === "company-administrator" && person.disabledAt === null)
    await guardLastAdministrator(tx, scopeCompanyId, id);
  const own = await profileOfAccount(tx, scopeCompanyId, id);
  if (profile !== person.profile || own !== undefined)
    await guardGivenFromOutside(ctx, tx, scopeCompanyId, profile, id);
  if (own === undefined) return;
  // Without their own profile they have the whole built-in one again: that is for a whole administrator to give.
  if (ctx.actor.ownProfile !== null)
    throw new AppError("forbidden", "You cannot give or take this profile. Ask somebody whose profile includes it.");
  await releaseProfile(tx, scopeCompanyId, id);
}

async function moveAccess(tx: Tx, ctx: Context, person: Account, disabled: boolean): Promise<void> {
  if (disabled === (person.disabledAt !== null) || person.scopeCompanyId === null) return;
  if (!disabled) await guardGivenFromOutside(ctx, tx, person.scopeCompanyId, person.profile, person.id);
  else if (person.profile === "company-administrator")
    await guardLastAdministrator(tx, person.scopeCompanyId, person.id);
}
