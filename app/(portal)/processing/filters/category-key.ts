import { SHIELD_CATEGORIES, SHIELD_CATEGORY_NAMES } from "#server/domain/shield/categories.ts";

/** The words of a category's code; one that this release does not know is among the others. */
export function categoryKey(code: number) {
  const name = SHIELD_CATEGORY_NAMES.find((one) => SHIELD_CATEGORIES[one] === code) ?? "other";
  return `gate.category.${name}` as const;
}
