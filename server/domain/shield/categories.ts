/**
 * What stands where a shielded number stood (`call_record.category`, segment bodies, counts). The codes stand in rows for years
 * and never change: a category that is no longer offered keeps its code.
 */
export const SHIELD_CATEGORIES = {
  crisis: 1,
  children: 2,
  violence: 3,
  health: 4,
  dependency: 5,
  union: 6,
  "whistle-blowing": 7,
  religion: 8,
  "occupational-health": 9,
  other: 10,
} as const;
export type ShieldCategory = keyof typeof SHIELD_CATEGORIES;

export const SHIELD_CATEGORY_NAMES = Object.keys(SHIELD_CATEGORIES) as readonly ShieldCategory[];
