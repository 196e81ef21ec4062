import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { BASES, type Base, ceilingOf, givable, readOwnProfile, widestSight } from "../../domain/own-profile.ts";
import { type Permission, PERMISSIONS, PROFILES, type Profile, reachOf } from "../../domain/permissions.ts";
import { type Rights, rightsOf } from "../../domain/rights.ts";
import type { Sight } from "../../domain/sight.ts";
import { type Account, listAccounts } from "../../store/accounts.ts";
import { listHolders, listProfiles as readProfiles } from "../../store/profiles.ts";
import { grantableBy } from "../reach.ts";

export interface ProfileView {
  /** A company's own profile has an id; a built-in one has none. */
  readonly id: string | null;
  readonly name: string | null;
  readonly base: Profile;
  readonly permissions: readonly Permission[];
  readonly sight: Sight;
  readonly exportSight: Sight;
  /** Who has it here, by name; `holders` counts all of them. */
  readonly people: readonly { readonly accountId: string; readonly name: string }[];
  readonly holders: number;
  readonly changedAt: Date | null;
  readonly changedBy: string | null;
}

/** What the asking person may choose from when they make a profile from one base. */
export interface BaseView {
  readonly base: Base;
  readonly permissions: readonly Permission[];
}

export interface ProfileList {
  readonly builtIn: readonly ProfileView[];
  readonly own: readonly ProfileView[];
  readonly bases: readonly BaseView[];
  /** Nobody gives more than they see by any door of theirs. */
  readonly widest: Sight;
  /** The built-in profiles that the asking person may give to somebody of this company. */
  readonly givable: readonly Profile[];
  /** Own profiles by account: everybody else has the built-in one of the account. */
  readonly holders: Readonly<Record<string, string>>;
}

const NAMES = 25;

/** The profiles of a company, built in and its own, and who has them. */
export async function listProfiles(ctx: CompanyContext): Promise<ProfileList> {
  authoriseCompany(ctx, "people.see");
  const web = door(ctx, "web");
  const { people, rows, holders } = await withCompany(
    web,
    ctx.company.id,
    async (tx) => ({
      people: await listAccounts(tx, { companyId: ctx.company.id }),
      rows: await readProfiles(tx, ctx.company.id),
      holders: await listHolders(tx, ctx.company.id),
    }),
    { readOnly: true },
  );
  const profileOf = new Map(holders.map((holder) => [holder.accountId, holder.profileId]));
  const named = new Map(people.map((person) => [person.id, person.name]));
  const own = rows.flatMap((row) => {
    const profile = readOwnProfile(row);
    if (profile === null) return [];
    const has = people.filter((person) => profileOf.get(person.id) === row.id);
    const { changedAt } = row;
    const changedBy = row.changedBy === null ? null : (named.get(row.changedBy) ?? null);
    return [{ ...profile, ...whoHas(has), changedAt, changedBy }];
  });
  const limit = givable(ctx.actor);
  return {
    builtIn: PROFILES.map((profile) =>
      builtIn(
        profile,
        people.filter((one) => !profileOf.has(one.id)),
      ),
    ),
    own,
    bases: BASES.map((base) => ({ base, permissions: ceilingOf(base).filter((one) => limit.has(one)) })),
    widest: widestSight(ctx.actor),
    givable: grantableBy(ctx.actor).filter((profile) => reachOf(profile) === "company" || reachOf(profile) === "self"),
    holders: Object.fromEntries(profileOf),
  };
}

function builtIn(profile: Profile, people: readonly Account[]): ProfileView {
  const rights: Rights = rightsOf(profile);
  return {
    id: null,
    name: null,
    base: profile,
    permissions: PERMISSIONS.filter((permission) => rights.permissions.has(permission)),
    sight: rights.sight,
    exportSight: rights.exportSight,
    ...whoHas(people.filter((person) => person.profile === profile)),
    changedAt: null,
    changedBy: null,
  };
}

function whoHas(people: readonly Account[]): Pick<ProfileView, "people" | "holders"> {
  const names = people.slice(0, NAMES).map(({ id, name }) => ({ accountId: id, name }));
  return { people: names, holders: people.length };
}
