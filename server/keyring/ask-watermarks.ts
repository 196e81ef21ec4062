import { cacheOf } from "./company-cache.ts";
import { companyKeys } from "./company-keys.ts";
import type { Keyring } from "./keyring.ts";
import { isWatermarked, loadWatermarks, type Marked } from "./watermarks.ts";

/** Whether a watermark covers each appearance of an identifier, in their order. Makes no subject, unlike `resolveSubjects`. */
export async function askWatermarks(k: Keyring, companyId: number, asked: readonly Marked[]): Promise<boolean[]> {
  const keys = await companyKeys(k, companyId);
  if (cacheOf(k, companyId).watermarks === undefined) await loadWatermarks(k, companyId);
  const cache = cacheOf(k, companyId);
  return asked.map((one) => isWatermarked(cache, keys, one));
}
