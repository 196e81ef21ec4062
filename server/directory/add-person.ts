import { randomBytes, randomUUID } from "node:crypto";
import { z } from "zod";
import { hashPassword } from "../auth/password.ts";
import { audited } from "../audit/index.ts";
import { authorise, type Context } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { PROFILES, reachOf } from "../domain/permissions.ts";
import { requireStepUp } from "../domain/step-up.ts";
import { addAccount } from "../store/accounts.ts";
import { guardGivenFromOutside } from "./from-outside.ts";
import { grantableBy, reachedCompany } from "./reach.ts";
import { unsettle } from "./unsettle.ts";

export const AddPersonInput = z.strictObject({
  email: z.email().max(254),
  name: z.string().trim().min(1).max(120),
  profile: z.enum(PROFILES),
  /** The company a profile of one company belongs to; absent for resellers and system administrators. */
  companyId: z.number().int().positive().nullable().default(null),
  /** Only a system administrator names it. */
  resellerId: z.number().int().positive().nullable().default(null),
  /** A first password; without one it is generated. */
  password: z.string().min(12).max(256).optional(),
  language: z.enum(["sv", "en"]).nullable().default(null),
});
export type AddPersonInput = z.input<typeof AddPersonInput>;

export interface AddedPerson {
  readonly accountId: string;
  /** Shown this once; null where one was given. */
  readonly password: string | null;
}

/**
 * Gives somebody an account. Nobody gives a profile that reaches further than their own. Added in the portal, the person can do
 * nothing but change the password until it is theirs; at the machine's command line it is asked for only (decision 0009).
 */
export async function addPerson(ctx: Context, input: AddPersonInput): Promise<AddedPerson> {
  authorise(ctx, "people.change");
  requireStepUp(ctx);
  const person = AddPersonInput.parse(input);
  if (!grantableBy(ctx.actor).includes(person.profile)) {
    throw new AppError("forbidden", "You cannot give this profile. Ask somebody whose profile includes it.");
  }
  const { resellerId, companyId } = await placeOf(ctx, person);
  const accountId = randomUUID();
  const password = person.password ?? generatedPassword();
  const passwordHash = await hashPassword(password, person.email);
  const account = {
    id: accountId,
    resellerId,
    scopeCompanyId: companyId,
    email: person.email,
    name: person.name,
    passwordHash,
    profile: person.profile,
    language: person.language,
    mustChangePassword: true,
    changeForced: ctx.actor.via === "portal",
  };
  const entry = { action: "people.add", detail: { account: accountId, profile: person.profile } };
  await audited(ctx, companyId, entry, async (tx) => {
    if (companyId !== null) await guardGivenFromOutside(ctx, tx, companyId, person.profile);
    await addAccount(tx, account);
    await unsettle(tx, ctx, companyId, accountId);
  });
  return { accountId, password: person.password === undefined ? password : null };
}

/** 96 random bits in sixteen letters, digits, dashes and underscores. */
export function generatedPassword(): string {
  return randomBytes(12).toString("base64url");
}

async function placeOf(
  ctx: Context,
  person: z.output<typeof AddPersonInput>,
): Promise<{ resellerId: number | null; companyId: number | null }> {
  switch (reachOf(person.profile)) {
    case "installation":
      return { resellerId: null, companyId: null };
    case "reseller":
      if (person.resellerId === null) throw new AppError("bad-input", "Say which reseller the person works for.");
      return { resellerId: person.resellerId, companyId: null };
    case "company":
    case "self": {
      if (person.companyId === null) throw new AppError("bad-input", "Say which company the person belongs to.");
      const company = await reachedCompany(ctx, "people.change", person.companyId);
      return { resellerId: company.resellerId, companyId: company.id };
    }
  }
}
