import { cacheOf } from "./company-cache.ts";
import { companyKeys } from "./company-keys.ts";
import type { Keyring } from "./keyring.ts";
import { last8Of, lookupOf } from "./lookups.ts";
import { loadWatermarks } from "./watermarks.ts";

/** Digits as they stand somewhere: a whole identifier, or what may be the last eight digits of one. */
export interface DigitsFound {
  /** A code of domain/codes.ts. */
  readonly class: number;
  readonly canonical?: string;
  readonly last8?: string;
}

/** Whether the company has erased anybody at all, so that nobody looks at digits for nothing. */
export async function hasWatermarks(k: Keyring, companyId: number): Promise<boolean> {
  await companyKeys(k, companyId);
  if (cacheOf(k, companyId).watermarks === undefined) await loadWatermarks(k, companyId);
  return (cacheOf(k, companyId).watermarks?.size ?? 0) > 0;
}

/** Up to which moment these digits are erased, in their order; null where no watermark is on them. */
export async function watermarkMoments(
  k: Keyring,
  companyId: number,
  asked: readonly DigitsFound[],
): Promise<(Date | null)[]> {
  if (!(await hasWatermarks(k, companyId))) return asked.map(() => null);
  const { watermark } = await companyKeys(k, companyId);
  const { watermarks, watermarksByLast8 } = cacheOf(k, companyId);
  return asked.map(({ class: cls, canonical, last8 }) => {
    const exact = canonical === undefined ? undefined : watermarks?.get(lookupOf(watermark, cls, canonical));
    const near = last8 === undefined ? [] : (watermarksByLast8.get(last8Of(watermark, cls, last8)) ?? []);
    const moments = [...(exact === undefined ? [] : [exact]), ...near].map((mark) => mark.before);
    return moments.length === 0 ? null : new Date(Math.max(...moments));
  });
}
