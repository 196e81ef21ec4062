import { AppError } from "./app-error.ts";
import { NEEDS, type Permission, PERMISSIONS, permissionsOf, type Profile } from "./permissions.ts";
import { type Rights, rightsOf } from "./rights.ts";
import { BLIND, FIELDS, loosest, readSight, seesNoMoreThan, type Sight, sightInBulk, stricter } from "./sight.ts";

/** The built-in profiles that a company may make its own ones from: those of one company, with something to choose. */
export const BASES = ["company-administrator", "dpo", "supervisor"] as const satisfies readonly Profile[];
export type Base = (typeof BASES)[number];

/** What an own profile made from each base may hold besides what the base holds: the more that is granted expressly. */
const EXPRESSLY: Readonly<Record<Base, readonly Permission[]>> = {
  "company-administrator": [],
  dpo: ["data.export", "data.erase", "retention.approve"],
  supervisor: ["data.search", "data.reveal", "certificate.see", "retention.see", "source.see"],
};

/** Nobody can be without these: one's own account and password. */
const ALWAYS: readonly Permission[] = ["account.own"];

export interface OwnProfile {
  readonly id: string;
  readonly name: string;
  readonly base: Base;
  readonly permissions: readonly Permission[];
  readonly sight: Sight;
  readonly exportSight: Sight;
}

/** Every permission that an own profile of this base can hold. */
export function ceilingOf(base: Base): readonly Permission[] {
  const held = new Set<Permission>([...permissionsOf(base), ...EXPRESSLY[base]]);
  return PERMISSIONS.filter((permission) => held.has(permission));
}

/** The rights of an own profile as it stands in the database: what the base may no longer hold falls away. */
export function ownRights(profile: OwnProfile): Rights {
  const ceiling = new Set(ceilingOf(profile.base));
  return {
    profile: profile.base,
    ownProfile: { id: profile.id, name: profile.name },
    permissions: new Set([...profile.permissions.filter((one) => ceiling.has(one)), ...ALWAYS]),
    sight: profile.sight,
    exportSight: profile.exportSight,
  };
}

/** Of a profile that cannot be read: the account and nothing else. */
export function noRights(profile: Profile, ownProfile: Rights["ownProfile"]): Rights {
  return { profile, ownProfile, permissions: new Set(ALWAYS), sight: BLIND, exportSight: BLIND };
}

/** A profile out of the database; null when it is none that this release knows. */
export function readOwnProfile(row: {
  readonly id: string;
  readonly name: string;
  readonly base: string;
  readonly permissions: unknown;
  readonly sight: unknown;
  readonly exportSight: unknown;
}): OwnProfile | null {
  const base = BASES.find((known) => known === row.base);
  if (base === undefined) return null;
  const stored = new Set<unknown>(Array.isArray(row.permissions) ? row.permissions : []);
  const permissions = PERMISSIONS.filter((permission) => stored.has(permission));
  const { id, name } = row;
  return {
    id,
    name,
    base,
    permissions,
    sight: readSight(row.sight),
    exportSight: sightInBulk(readSight(row.exportSight)),
  };
}

/** What somebody may put into a profile at the most: what they have, and what they give anyway with a built-in profile. */
export function givable(maker: Rights): ReadonlySet<Permission> {
  if (maker.ownProfile !== null || maker.profile !== "company-administrator") return maker.permissions;
  return new Set(BASES.flatMap((base) => permissionsOf(base)));
}

/**
 * What somebody sees by each door of theirs, on screen, in an export, revealed one by one: nobody gives more than one of them shows.
 * To whoever has an own profile revealing counts for nothing, since it is written down and bounded and a sight that is given is not.
 */
function doorsOf({ permissions, sight, exportSight, ownProfile }: Rights): Sight[] {
  const inFiles = permissions.has("data.export") ? [exportSight] : [];
  const revealed = ownProfile === null && permissions.has("data.reveal") ? [unmasked(sight)] : [];
  return [sight, ...inFiles, ...revealed];
}

/** The most of each field by any door, for the screen that offers it; `within` decides. */
export function widestSight(rights: Rights): Sight {
  return doorsOf(rights).reduce(loosest);
}

function unmasked(sight: Sight): Sight {
  const fields = FIELDS.map((field) => [field, sight[field] === "masked" ? "shown" : sight[field]] as const);
  return { ...sight, ...Object.fromEntries(fields) };
}

/** Whether `rights` lets nobody do or see what `maker` could not do, see or give themselves. */
export function within(maker: Rights, rights: Rights): boolean {
  const limit = givable(maker);
  const doors = doorsOf(maker);
  return (
    [...rights.permissions].every((permission) => limit.has(permission)) &&
    seesNoMoreThan(rights.sight, ...doors) &&
    (!rights.permissions.has("data.export") || seesNoMoreThan(rights.exportSight, ...doors))
  );
}

/** Whether somebody may give or take these rights at all. A built-in administrator may as ever; an own profile only downward. */
export function mayHandOver(actor: Rights, profile: Profile): boolean {
  return actor.ownProfile === null || within(actor, rightsOf(profile));
}

/** Throws AppError "bad-input" with what to do about a profile that makes no sense by itself. */
export function checkOwnProfile(profile: Omit<OwnProfile, "id">): void {
  const ceiling = new Set(ceilingOf(profile.base));
  if (profile.permissions.some((permission) => !ceiling.has(permission)))
    throw new AppError(
      "bad-input",
      "This profile cannot hold one of these rights. Take it away, or start from another profile.",
    );
  const held = new Set(profile.permissions);
  const lacking = profile.permissions.some((permission) => {
    const needed = NEEDS[permission];
    return needed !== undefined && !held.has(needed);
  });
  if (lacking)
    throw new AppError(
      "bad-input",
      "One of these rights needs another one that is not chosen. Choose both or neither.",
    );
  for (const sight of [profile.sight, profile.exportSight]) {
    if (stricter(sight.ssn, sight.ssn_truncated) !== sight.ssn)
      throw new AppError(
        "bad-input",
        "The date of birth is part of the personal identity number: it cannot be hidden more than the whole number is.",
      );
  }
}
