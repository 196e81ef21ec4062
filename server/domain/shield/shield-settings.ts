import { z } from "zod";
import { NumberSet } from "../number-set.ts";
import type { NumberSite } from "../numbers/index.ts";
import { readOrganisationNumber } from "../organisation-number.ts";
import { CATALOGUE } from "./catalogue.ts";
import { SHIELD_CATEGORIES, SHIELD_CATEGORY_NAMES, type ShieldCategory } from "./categories.ts";

const category = z.enum(SHIELD_CATEGORY_NAMES as [ShieldCategory, ...ShieldCategory[]]);
const moment = z.iso.datetime();

/** What a company has said: whole categories of the catalogue, and numbers of its own. `until`: taken away, and shielded up to then. */
export const shieldSettings = z.strictObject({
  categories: z.array(z.strictObject({ category, since: moment, until: moment.nullable() })).max(50),
  numbers: z
    .array(
      z.strictObject({
        id: z.int().positive(),
        category,
        /** As it was written: an organisation's number, or the beginning of its numbers with a * behind it. */
        number: z.string().min(2).max(32),
        since: moment,
        until: moment.nullable(),
      }),
    )
    .max(500),
});
export type ShieldSettings = z.infer<typeof shieldSettings>;

export const NO_SHIELD: ShieldSettings = { categories: [], numbers: [] };

/** What is taken away goes on being shielded for so long, so that it can be said again by whoever should have been asked. */
export const SHIELD_COOLING_HOURS = 24;

/** What is shielded at a moment, by number and code. The company's own word goes before the catalogue's. */
export interface ShieldedNumber {
  readonly number: string;
  readonly country: string;
  readonly code: number;
}

export function shieldedAt(settings: ShieldSettings, at: Date, country: string): ShieldedNumber[] {
  const holds = ({ until }: { readonly until: string | null }) => until === null || Date.parse(until) > at.getTime();
  const own = settings.numbers.filter(holds);
  const wanted = new Set(settings.categories.filter(holds).map((one) => one.category));
  return [
    ...own.map((one) => ({ number: one.number, country, code: SHIELD_CATEGORIES[one.category] })),
    // A short number means this only in its own country; the others are known everywhere.
    ...CATALOGUE.filter((one) => wanted.has(one.category)).map((one) => ({
      number: one.number,
      country: one.country,
      code: SHIELD_CATEGORIES[one.category],
    })),
  ];
}

/** The numbers ready to be looked for. Throws AppError "bad-input" for one that this release cannot read: nothing is collected then. */
export function shieldSet(shielded: readonly ShieldedNumber[], site: NumberSite): NumberSet {
  const numbers = shielded.flatMap(({ number, country, code }) => {
    const read = readOrganisationNumber(number, country);
    return read.short !== null && country !== site.country ? [] : [{ number: read, code }];
  });
  return new NumberSet(numbers, site);
}
