import { companyKeys } from "./company-keys.ts";
import type { Keyring } from "./keyring.ts";
import { lookupOf } from "./lookups.ts";
import type { PersonMark } from "./person-marks.ts";

/** Whether one of these identifiers is a restricted person's, also of one of whom nothing is stored yet. */
export async function anyMarked(
  k: Keyring,
  companyId: number,
  marks: readonly PersonMark[],
  people: readonly { readonly class: number; readonly canonical: string }[],
): Promise<boolean> {
  if (marks.length === 0 || people.length === 0) return false;
  const { watermark } = await companyKeys(k, companyId);
  const known = new Set(marks.flatMap((mark) => [mark.hash, ...mark.forms]));
  return people.some((person) => known.has(lookupOf(watermark, person.class, person.canonical)));
}
