import type { CompanyContext } from "../../context.ts";
import { DATA_CLASSES, PRODUCTS } from "../../domain/codes.ts";
import { liveSlices, pseudonymsAcross, type Slice } from "../../keyring/index.ts";
import type { Probe } from "../../store/index.ts";
import type { SearchFilters } from "../search-input.ts";
import type { FoundPerson } from "./find-people.ts";

/** Where one subject would stand on one day: the partition, and its pseudonym there. */
export interface PersonProbe extends Probe {
  readonly person: Pick<FoundPerson, "subjectId" | "class">;
}

export interface Probes {
  readonly probes: readonly PersonProbe[];
  readonly slices: readonly Slice[];
}

/** The classes whose parties a subject may stand in. */
export const PARTY_CLASSES = [
  DATA_CLASSES.phone,
  DATA_CLASSES.ssn,
  DATA_CLASSES.ssn_truncated,
  DATA_CLASSES.name,
] as const;

/** One probe a subject and living slice of its class, the newest day first. */
export async function makeProbes(
  ctx: Pick<CompanyContext, "keyring" | "company">,
  people: readonly Pick<FoundPerson, "subjectId" | "class">[],
  filters: Pick<SearchFilters, "products" | "to"> = { products: [] },
): Promise<Probes> {
  const living = await liveSlices(ctx.keyring, ctx.company.id, { classes: PARTY_CLASSES });
  return probesAmong(ctx, living, people, filters);
}

/** The same among slices that were asked for just now. */
export async function probesAmong(
  ctx: Pick<CompanyContext, "keyring" | "company">,
  living: readonly Slice[],
  people: readonly Pick<FoundPerson, "subjectId" | "class">[],
  { products, to }: Pick<SearchFilters, "products" | "to">,
): Promise<Probes> {
  const classes = new Set(people.map((person) => DATA_CLASSES[person.class]));
  const codes = new Set<number>(products.map((product) => PRODUCTS[product]));
  // A slice's day is the call's day or earlier, so that the end of a period bounds it and the beginning does not.
  const slices = living.filter(
    (slice) =>
      (classes.size === 0 || classes.has(slice.class as (typeof PARTY_CLASSES)[number])) &&
      (codes.size === 0 || codes.has(slice.product)) &&
      (to === undefined || slice.callDay <= to),
  );
  const probes: PersonProbe[] = [];
  for (const person of people) {
    const own = slices.filter((slice) => slice.class === DATA_CLASSES[person.class]);
    const packed = await pseudonymsAcross(ctx.keyring, ctx.company.id, own, person.subjectId);
    for (const [place, slice] of own.entries()) {
      probes.push({
        person,
        day: slice.expiresOn,
        sliceId: slice.id,
        pseudonym: packed.subarray(place * 16, place * 16 + 16),
      });
    }
  }
  return { probes, slices };
}

/**
 * The days on which other rows of the same calls can end: all parties of a call count from the same day, so that only the
 * ends of that day's slices can hold them. Asking them alone spares every other partition.
 */
export function daysOfCalls(slices: readonly Slice[], rows: readonly { readonly sliceId: number }[]): string[] {
  const dayOf = new Map(slices.map((slice) => [slice.id, slice.callDay]));
  const callDays = new Set(rows.map((row) => dayOf.get(row.sliceId)));
  return [...new Set(slices.filter((slice) => callDays.has(slice.callDay)).map((slice) => slice.expiresOn))];
}
