import { readOrganisationNumber } from "../../domain/organisation-number.ts";
import type { ShieldCategory } from "../../domain/shield/categories.ts";
import { SHIELD_COOLING_HOURS, type ShieldSettings } from "../../domain/shield/shield-settings.ts";

export interface WantedShield {
  readonly categories: readonly ShieldCategory[];
  readonly numbers: readonly { readonly category: ShieldCategory; readonly number: string }[];
}

export interface NextShield {
  readonly settings: ShieldSettings;
  readonly added: number;
  /** Taken away by this change: each is shielded up to the end of its cool-down. */
  readonly removed: number;
}

/**
 * What holds from now on. What is added holds at once; what is taken away goes on for its cool-down, and comes back by being asked
 * for again. A number that changes its category is shielded all the while.
 */
export function nextShield(before: ShieldSettings, wanted: WantedShield, now: Date, country: string): NextShield {
  const since = now.toISOString();
  const until = new Date(now.getTime() + SHIELD_COOLING_HOURS * 3_600_000).toISOString();
  const holds = (one: { readonly until: string | null }) => one.until === null || Date.parse(one.until) > now.getTime();
  const counts = { added: 0, removed: 0 };
  const ended = <T extends { readonly until: string | null }>(one: T): T => {
    if (one.until === null) counts.removed++;
    return one.until === null ? { ...one, until } : one;
  };
  const renewed = <T extends { readonly until: string | null }>(one: T): T => {
    if (one.until !== null) counts.added++;
    return one.until === null ? one : { ...one, until: null };
  };

  const said = before.categories.filter(holds);
  const chosen = new Set(wanted.categories);
  const categories = said.map((one) => (chosen.has(one.category) ? renewed(one) : ended(one)));
  const known = new Set(said.map((one) => one.category));
  for (const category of chosen) {
    if (known.has(category)) continue;
    counts.added++;
    categories.push({ category, since, until: null });
  }

  const own = before.numbers.filter(holds);
  const asked = new Map(wanted.numbers.map((one) => [keyOf(one.number, country), one]));
  const numbers = own.map((one) => {
    const again = asked.get(keyOf(one.number, country));
    if (again === undefined) return ended(one);
    return renewed({ ...one, category: again.category });
  });
  const has = new Set(own.map((one) => keyOf(one.number, country)));
  let id = before.numbers.reduce((last, one) => Math.max(last, one.id), 0);
  for (const [key, { category, number }] of asked) {
    if (has.has(key)) continue;
    counts.added++;
    numbers.push({ id: ++id, category, number: number.trim(), since, until: null });
  }
  return { settings: { categories, numbers }, ...counts };
}

/** The same number in two notations is one. */
function keyOf(number: string, country: string): string {
  const { kind, international, short } = readOrganisationNumber(number, country);
  return `${kind} ${international ?? short}`;
}
