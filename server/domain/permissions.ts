/** What a person may do is decided by the profile, per verb, before anything else happens (IDN-04, IDN-08). */
export const PROFILES = [
  "reseller",
  "company-administrator",
  "dpo",
  "system-administrator",
  "supervisor",
  "end-user",
] as const;
export type Profile = (typeof PROFILES)[number];

/** Where a profile's sight ends: every installation, one reseller's companies, one company, or the person alone. */
export type Reach = "installation" | "reseller" | "company" | "self";

/** One word for each kind of thing a verb does; the order is the order in which the profile page tells them. */
export const PERMISSIONS = [
  "overview.see",
  "data.search",
  "data.reveal",
  "data.export",
  "data.erase",
  "erasure.approve",
  "data.restricted",
  "data.pattern",
  "record.correct",
  "nature.mark",
  "hold.see",
  "hold.change",
  "certificate.see",
  "copies.see",
  "retention.see",
  "retention.set",
  "retention.tighten",
  "retention.approve",
  "retention.bound",
  "disposal.change",
  "ssn.justify",
  "source.see",
  "source.change",
  "undefined.see",
  "undefined.change",
  "processing.see",
  "processing.change",
  "shield.change",
  "alarm.change",
  "audit.see",
  "people.see",
  "people.change",
  "session.end",
  "profile.change",
  "company.see",
  "company.change",
  "maintenance.see",
  "maintenance.run",
  "account.own",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** What a right is of no use without. */
export const NEEDS: Readonly<Partial<Record<Permission, Permission>>> = {
  "data.reveal": "data.search",
  "data.export": "data.search",
  "data.erase": "certificate.see",
  "erasure.approve": "certificate.see",
  "data.restricted": "data.search",
  "data.pattern": "data.search",
  "record.correct": "data.search",
  "nature.mark": "data.search",
  "hold.change": "hold.see",
  "retention.tighten": "retention.see",
  "retention.approve": "retention.see",
  "disposal.change": "retention.see",
  "ssn.justify": "retention.see",
  "source.change": "source.see",
  "undefined.see": "source.see",
  "undefined.change": "undefined.see",
  "processing.change": "processing.see",
  "shield.change": "processing.see",
  "alarm.change": "processing.see",
  "people.change": "people.see",
  "session.end": "people.see",
  "profile.change": "people.see",
};

const GRANTS: Record<Profile, { reach: Reach; permissions: readonly Permission[] }> = {
  reseller: {
    reach: "reseller",
    permissions: [
      "overview.see",
      "retention.see",
      "retention.set",
      "source.see",
      "source.change",
      "processing.see",
      "processing.change",
      "alarm.change",
      "people.see",
      "people.change",
      "session.end",
      "company.see",
      "company.change",
      "maintenance.see",
      "account.own",
    ],
  },
  "company-administrator": {
    reach: "company",
    permissions: [
      "overview.see",
      "data.search",
      "data.reveal",
      "data.export",
      "data.erase",
      "erasure.approve",
      "data.pattern",
      "record.correct",
      "nature.mark",
      "hold.see",
      "hold.change",
      "certificate.see",
      "copies.see",
      "retention.see",
      "retention.approve",
      "disposal.change",
      "ssn.justify",
      "source.see",
      "source.change",
      "undefined.see",
      "undefined.change",
      "processing.see",
      "processing.change",
      "shield.change",
      "alarm.change",
      "audit.see",
      "people.see",
      "people.change",
      "session.end",
      "profile.change",
      "company.see",
      "account.own",
    ],
  },
  dpo: {
    reach: "company",
    permissions: [
      "overview.see",
      "data.search",
      "data.reveal",
      "data.restricted",
      "data.pattern",
      "record.correct",
      "hold.see",
      "hold.change",
      "erasure.approve",
      "certificate.see",
      "copies.see",
      "retention.see",
      "retention.tighten",
      "disposal.change",
      "ssn.justify",
      "source.see",
      "undefined.see",
      "processing.see",
      "shield.change",
      "alarm.change",
      "audit.see",
      "people.see",
      "company.see",
      "account.own",
    ],
  },
  "system-administrator": {
    reach: "installation",
    permissions: [
      "overview.see",
      "processing.see",
      "company.see",
      "company.change",
      "people.see",
      "people.change",
      "session.end",
      "maintenance.see",
      "retention.bound",
      "maintenance.run",
      "account.own",
    ],
  },
  supervisor: { reach: "company", permissions: ["overview.see", "processing.see", "company.see", "account.own"] },
  "end-user": { reach: "self", permissions: ["account.own"] },
};

/** Whether a built-in profile holds a permission; a person may hold less or more by an own profile: `Actor.permissions`. */
export function may(profile: Profile, permission: Permission): boolean {
  return GRANTS[profile].permissions.includes(permission);
}

export function reachOf(profile: Profile): Reach {
  return GRANTS[profile].reach;
}

export function permissionsOf(profile: Profile): readonly Permission[] {
  return GRANTS[profile].permissions;
}
