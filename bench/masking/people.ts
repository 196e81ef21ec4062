import { ceilingOf } from "#server/domain/own-profile.ts";
import { PROFILES, type Profile } from "#server/domain/permissions.ts";
import { rightsOf } from "#server/domain/rights.ts";
import { FIELDS, SEEN, type Seen, type Sight } from "#server/domain/sight.ts";

/** Somebody whose doors are tried. */
export interface Someone {
  readonly name: string;
  readonly profile: Profile;
  /** null for a built-in profile. */
  readonly own: { readonly sight: Sight; readonly exportSight: Sight } | null;
  readonly sight: Sight;
  readonly exportSight: Sight;
}

const DIGITS = [4, 2, 6, "all", 8] as const;
/** So many own profiles see each field in each way, beside each way of every other field. */
const OWN = 9;

/** Everybody built in, and own profiles generated from the fields: each shown, masked and hidden, with each length of mask. */
export function everybody(): Someone[] {
  const builtIn = PROFILES.map((profile) => {
    const { sight, exportSight } = rightsOf(profile);
    return { name: profile, profile, own: null, sight, exportSight };
  });
  const own = Array.from({ length: OWN }, (_, place) => {
    const inFiles = sightNumber(place + 4);
    // Whatever a profile says, no file shows who is in a private call.
    const exportSight = { ...inFiles, private: inFiles.private === "hidden" ? inFiles.private : ("masked" as const) };
    const sights = { sight: sightNumber(place), exportSight };
    return { name: `own ${place + 1}`, profile: "company-administrator" as const, own: sights, ...sights };
  });
  return [...builtIn, ...own];
}

export const ALL_RIGHTS = ceilingOf("company-administrator");

/** The lines of an orthogonal square of order three: any two fields meet in every pair of ways. */
function sightNumber(place: number): Sight {
  const [row, column] = [Math.floor(place / 3) % 3, place % 3];
  const seen = Object.fromEntries(
    FIELDS.map((field, at) => [field, SEEN[(row * (at % 3) + column + Math.floor(at / 3)) % 3] ?? "hidden"]),
  ) as Record<(typeof FIELDS)[number], Seen>;
  // The day is part of the whole number and cannot be hidden more than that.
  if (SEEN.indexOf(seen.ssn_truncated) > SEEN.indexOf(seen.ssn)) seen.ssn_truncated = seen.ssn;
  return { ...seen, maskDigits: DIGITS[place % DIGITS.length] ?? "all" };
}
