import { z } from "zod";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { ownRights, readOwnProfile, within } from "../../domain/own-profile.ts";
import { PROFILES, reachOf } from "../../domain/permissions.ts";
import { type Rights, rightsOf } from "../../domain/rights.ts";
import { requireStepUp } from "../../domain/step-up.ts";
import { accountToChange, changeAccount, listAccounts } from "../../store/accounts.ts";
import { holdProfile, profileById, releaseProfile } from "../../store/profiles.ts";
import { guardMove } from "../from-outside.ts";
import { rightsOfPerson } from "../person.ts";
import { withinReach } from "../reach.ts";
import { unsettle } from "../unsettle.ts";

export const AssignProfileInput = z.strictObject({
  accountId: z.uuid(),
  /** One of the company's own profiles, by its id, or a built-in one. */
  to: z.union([z.strictObject({ profileId: z.uuid() }), z.strictObject({ builtIn: z.enum(PROFILES) })]),
});
export type AssignProfileInput = z.infer<typeof AssignProfileInput>;

/** Gives somebody of the company another profile. Nobody changes their own, and nobody gives or takes more than is theirs. */
export async function assignProfile(ctx: CompanyContext, input: AssignProfileInput): Promise<void> {
  authoriseCompany(ctx, "people.change");
  requireStepUp(ctx);
  const { accountId, to } = AssignProfileInput.parse(input);
  const web = door(ctx, "web");
  const [known] = await withCompany(web, ctx.company.id, (tx) => listAccounts(tx, { id: accountId }), {
    readOnly: true,
  });
  if (known === undefined || known.scopeCompanyId !== ctx.company.id)
    throw new AppError("not-found", "There is no such person within your reach.");
  if (known.id === ctx.actor.accountId)
    throw new AppError("conflict", "You cannot change your own profile or access. Ask a colleague who may.");
  await withCompany(web, ctx.company.id, async (tx) => {
    // As they are now, and locked: a colleague may have put them out since.
    const person = (await accountToChange(tx, accountId)) ?? known;
    const now = await rightsOfPerson(tx, person);
    const next = "builtIn" in to ? rightsOf(to.builtIn) : await ownRightsOf(tx, ctx, to.profileId);
    if (!mayMove(ctx.actor, now, next))
      throw new AppError("forbidden", "You cannot give or take this profile. Ask somebody whose profile includes it.");
    await guardMove(ctx, tx, person, next);
    await changeAccount(tx, { ...person, profile: next.profile });
    await unsettle(tx, ctx, ctx.company.id, accountId);
    if (next.ownProfile === null) await releaseProfile(tx, ctx.company.id, accountId);
    else await hold(tx, ctx, accountId, next.ownProfile.id);
    await audit(ctx, tx, {
      action: "profile.assign",
      detail: { account: accountId, base: next.profile, profile: next.ownProfile?.id ?? null },
    });
  });
}

async function hold(tx: Tx, ctx: CompanyContext, accountId: string, profileId: string): Promise<void> {
  if (await holdProfile(tx, ctx.company.id, { accountId, profileId }, ctx.clock())) return;
  throw new AppError("not-found", "There is no such profile any more.");
}

async function ownRightsOf(tx: Tx, ctx: CompanyContext, profileId: string): Promise<Rights> {
  const row = await profileById(tx, ctx.company.id, profileId);
  const own = row === null ? null : readOwnProfile(row);
  if (own === null) throw new AppError("not-found", "There is no such profile any more.");
  return ownRights(own);
}

/** Both what somebody has and what they get must be in the actor's hands; an end user's account becomes no other one. */
function mayMove(actor: Rights, now: Rights, next: Rights): boolean {
  const inHand = (rights: Rights) =>
    withinReach(actor.profile).includes(rights.profile) && (actor.ownProfile === null || within(actor, rights));
  return inHand(now) && inHand(next) && reachOf(now.profile) === reachOf(next.profile);
}
