import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/api/router.ts";
import type { Base } from "#server/domain/own-profile.ts";
import type { Permission } from "#server/domain/permissions.ts";
import type { Field, Sight } from "#server/domain/sight.ts";
import type { Words } from "../../_ui/words.ts";

export type ProfileList = inferRouterOutputs<AppRouter>["profiles"]["list"];
export type ProfileView = ProfileList["own"][number];

/** The fields that a profile decides. */
export const CHOSEN_FIELDS = [
  "phone",
  "ssn",
  "ssn_truncated",
  "name",
  "private",
  "extension",
  "cost",
] as const satisfies readonly Field[];
export type ChosenField = (typeof CHOSEN_FIELDS)[number];

/** What is edited: a new profile made from another one, or one that is there. */
export interface Draft {
  readonly profileId: string | null;
  readonly name: string;
  readonly base: Base;
  readonly permissions: readonly Permission[];
  readonly sight: Sight;
  readonly exportSight: Sight;
}

const GROUPS = ["overview", "data", "retention", "source", "processing", "proof", "company", "maintenance"] as const;
type Group = (typeof GROUPS)[number];

const GROUP_OF: Readonly<Record<string, Group>> = {
  overview: "overview",
  data: "data",
  nature: "data",
  record: "data",
  certificate: "proof",
  erasure: "proof",
  copies: "proof",
  audit: "proof",
  retention: "retention",
  hold: "retention",
  disposal: "retention",
  ssn: "retention",
  source: "source",
  undefined: "source",
  processing: "processing",
  alarm: "processing",
  shield: "processing",
  people: "company",
  session: "company",
  profile: "company",
  company: "company",
  maintenance: "maintenance",
};

/** Permissions by what they are about, in the order of the portal's own sections; one's own account goes without saying. */
export function grouped(permissions: readonly Permission[]): { group: Group; permissions: Permission[] }[] {
  return GROUPS.map((group) => ({
    group,
    permissions: permissions.filter((one) => one !== "account.own" && GROUP_OF[one.split(".")[0] ?? ""] === group),
  })).filter((one) => one.permissions.length > 0);
}

export function profileName(profile: Pick<ProfileView, "name" | "base">, words: Words): string {
  return profile.name ?? words.t(`profile.${profile.base}`);
}

export function permissionText(permission: Permission, words: Words): string {
  return words.known(`permission.${permission}`) ?? permission;
}

/** What lets somebody meet a value of an outside person at all. */
const SHOWS_VALUES: readonly Permission[] = ["data.search", "data.erase", "audit.see"];

export function seesValues({ permissions }: Pick<ProfileView, "permissions">): boolean {
  return permissions.some((permission) => SHOWS_VALUES.includes(permission));
}

/** E.g. "Phone numbers masked, names hidden by profile; last 4 digits masked". */
export function sightText(sight: Sight, words: Words): string {
  if (CHOSEN_FIELDS.every((field) => sight[field] === "hidden")) return words.t("profiles.noNumbers");
  const fields = CHOSEN_FIELDS.map((field) => `${words.t(`field.${field}`)}: ${words.t(`seen.${sight[field]}`)}`);
  const masks = CHOSEN_FIELDS.some((field) => sight[field] === "masked");
  return masks ? `${fields.join(" · ")} · ${digitsText(sight.maskDigits, words)}` : fields.join(" · ");
}

function digitsText(digits: Sight["maskDigits"], words: Words): string {
  return digits === "all" ? words.t("profiles.digits.all") : words.t("profiles.digits", { count: digits });
}
