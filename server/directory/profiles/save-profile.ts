import { randomUUID } from "node:crypto";
import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { holdsNumber } from "../../domain/free-text.ts";
import {
  BASES,
  checkOwnProfile,
  type OwnProfile,
  ownRights,
  readOwnProfile,
  within,
} from "../../domain/own-profile.ts";
import { PERMISSIONS } from "../../domain/permissions.ts";
import { SightInput } from "../../domain/sight.ts";
import { requireStepUp } from "../../domain/step-up.ts";
import { listProfiles, profileById, saveProfile as store } from "../../store/profiles.ts";

export const SaveProfileInput = z.strictObject({
  /** Absent for a new one. */
  profileId: z.uuid().optional(),
  name: z.string().trim().min(2).max(60),
  base: z.enum(BASES),
  permissions: z.array(z.enum(PERMISSIONS)).max(PERMISSIONS.length),
  sight: SightInput,
  exportSight: SightInput,
});
export type SaveProfileInput = z.infer<typeof SaveProfileInput>;

/** More than a list of words can be told apart. */
export const MOST_PROFILES = 50;

/** Makes a profile of the company's own, or changes one; whoever has it meets the change on the next request. */
export async function saveProfile(
  ctx: CompanyContext,
  input: SaveProfileInput,
): Promise<{ readonly profileId: string }> {
  authoriseCompany(ctx, "profile.change");
  requireStepUp(ctx);
  const asked = SaveProfileInput.parse(input);
  const { profileId = randomUUID(), ...rest } = asked;
  if (ctx.actor.ownProfile?.id === profileId)
    throw new AppError("conflict", "You cannot change the profile that you have yourself. Ask a colleague who may.");
  if (holdsNumber(rest.name, ctx.clock()))
    throw new AppError("bad-input", "Leave numbers of persons out of the name of a profile.");
  const profile: OwnProfile = { ...rest, id: profileId, permissions: [...new Set(rest.permissions)] };
  checkOwnProfile(profile);
  if (!within(ctx.actor, ownRights(profile))) throw tooMuch();
  const now = ctx.clock();
  await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const before =
      asked.profileId === undefined ? null : await changeable(ctx, await profileById(tx, ctx.company.id, profileId));
    if (before !== null && before.base !== profile.base)
      throw new AppError("conflict", "A profile stays with what it was made from. Make a new one instead.");
    if (before === null && (await listProfiles(tx, ctx.company.id)).length >= MOST_PROFILES)
      throw new AppError("limit", "A company has 50 profiles of its own at the most. Delete one that nobody has.");
    await store(tx, {
      ...profile,
      companyId: ctx.company.id,
      createdAt: now,
      changedAt: now,
      changedBy: ctx.actor.accountId,
    });
    await audit(ctx, tx, {
      action: before === null ? "profile.add" : "profile.change",
      detail: { profile: profileId, base: profile.base, ...changes(before, profile) },
    });
  });
  return { profileId };
}

/** Nobody changes a profile that holds more than they could give. */
async function changeable(ctx: CompanyContext, row: Awaited<ReturnType<typeof profileById>>): Promise<OwnProfile> {
  const before = row === null ? null : readOwnProfile(row);
  if (before === null) throw new AppError("not-found", "There is no such profile any more.");
  if (!within(ctx.actor, ownRights(before))) throw tooMuch();
  return before;
}

/** For the audit: which rights came and went, and how each field is seen now. Words of closed sets alone. */
function changes(before: OwnProfile | null, after: OwnProfile): Record<string, string> {
  const had = new Set(before?.permissions ?? []);
  const has = new Set(after.permissions);
  const sight = ({ maskDigits, ...fields }: OwnProfile["sight"]) =>
    `${Object.entries(fields)
      .map(([field, seen]) => `${field} ${seen}`)
      .join(", ")}; ${maskDigits}`;
  return {
    added: after.permissions.filter((one) => !had.has(one)).join(" "),
    removed: (before?.permissions ?? []).filter((one) => !has.has(one)).join(" "),
    sight: sight(after.sight),
    exportSight: sight(after.exportSight),
  };
}

function tooMuch(): AppError {
  return new AppError(
    "forbidden",
    "This profile would do or show more than you may do or see yourself. Ask somebody who may.",
  );
}
