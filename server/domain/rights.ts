import { type Permission, type Profile, permissionsOf } from "./permissions.ts";
import { BLIND, type Sight, sightInBulk, strictest } from "./sight.ts";

/** What somebody may do and see, resolved from a built-in profile or from one that a company made itself. */
export interface Rights {
  /** The built-in profile, or the one an own profile was made from; it decides how far somebody reaches. */
  readonly profile: Profile;
  /** The company's own profile, where there is one. */
  readonly ownProfile: { readonly id: string; readonly name: string } | null;
  readonly permissions: ReadonlySet<Permission>;
  /** On screen, in search, in the audit, everywhere but in files that are asked for. */
  readonly sight: Sight;
  /** In files that are asked for; it means something with "data.export" only. */
  readonly exportSight: Sight;
}

/** The rights of a built-in profile. */
export function rightsOf(profile: Profile): Rights {
  return {
    profile,
    ownProfile: null,
    permissions: new Set(permissionsOf(profile)),
    sight: SIGHTS[profile],
    exportSight: EXPORT_SIGHTS[profile],
  };
}

/** How exports of this person show values; asked when an export is requested, and kept with it. */
export function exportSight(actor: Rights): Sight {
  return sightInBulk(actor.exportSight);
}

const LAST = 4;

/** The other people of a call in somebody's export, unless they are asked for in clear: as on screen. */
export function besideInExport(sight: Sight): Sight {
  return strictest(sight, MASKED);
}

/** A file that is given out to the public: everything of a person masked whole, whatever the profile shows, and never more than it shows. */
export function sightOfDisclosure(sight: Sight): Sight {
  return strictest(sight, DISCLOSED);
}

/** Numbers of outside people masked, the day of birth without its number shown, employees' extensions shown. */
const MASKED = {
  phone: "masked",
  ssn: "masked",
  ssn_truncated: "shown",
  name: "masked",
  extension: "shown",
  cost: "shown",
  private: "masked",
  maskDigits: LAST,
} as const satisfies Sight;

/** Not a digit of a number, a day of birth, a first letter or an employee's extension: what is given out is never taken back. */
const DISCLOSED = {
  phone: "masked",
  ssn: "masked",
  ssn_truncated: "masked",
  name: "masked",
  extension: "masked",
  cost: "shown",
  private: "masked",
  maskDigits: "all",
} as const satisfies Sight;

const FULL = {
  phone: "shown",
  ssn: "shown",
  ssn_truncated: "shown",
  name: "shown",
  extension: "shown",
  cost: "shown",
  private: "masked",
  maskDigits: LAST,
} as const satisfies Sight;

/** Masked on every screen, whoever looks: who needs a whole number reveals it, one by one. */
const SIGHTS: Readonly<Record<Profile, Sight>> = {
  reseller: BLIND,
  "company-administrator": MASKED,
  dpo: MASKED,
  "system-administrator": BLIND,
  supervisor: MASKED,
  "end-user": BLIND,
};

/** An export answers a person's request for their data (Art. 15, 20): whoever may make one gets it whole, but for private calls. */
const EXPORT_SIGHTS: Readonly<Record<Profile, Sight>> = {
  reseller: BLIND,
  "company-administrator": FULL,
  dpo: FULL,
  "system-administrator": BLIND,
  supervisor: MASKED,
  "end-user": BLIND,
};
