import { DATA_CLASSES } from "../../domain/codes.ts";
import type { Day } from "../../domain/zoned-time.ts";
import type { CompanyContext } from "../../context.ts";
import { liveSlices, type Slice } from "../../keyring/index.ts";
import type { RawPlaces } from "../../store/index.ts";

/** The living slices of raw records of a product, by the day of their calls; the latest day first. */
export async function rawSlicesByDay(
  { keyring, company }: Pick<CompanyContext, "keyring" | "company">,
  product: number,
): Promise<readonly (readonly [Day, readonly Slice[]])[]> {
  const slices = await liveSlices(keyring, company.id, { classes: [DATA_CLASSES.raw], products: [product] });
  return [...Map.groupBy(slices, (slice) => slice.callDay)].sort(([a], [b]) => (a < b ? 1 : -1));
}

export function placesOf(companyId: number, sourceId: number, slices: readonly Slice[]): RawPlaces {
  const days = [...new Set(slices.map((slice) => slice.expiresOn))].sort();
  return { companyId, sourceId, days, slices: slices.map((slice) => slice.id) };
}
