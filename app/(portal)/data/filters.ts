import type { Filters } from "./use-search.ts";

/** How many filters narrow the list, for the word on the button. */
export function activeFilters(filters: Filters): number {
  return Object.values(filters).filter((value) =>
    Array.isArray(value) ? value.length > 0 : value !== undefined && value !== "",
  ).length;
}

export const SOURCES = ["call_history", "callback", "queue_call", "voicemail", "message"] as const;
export const PRODUCTS = ["presentity", "tid", "cc", "pbx"] as const;
export const DIRECTIONS = ["in", "out", "internal"] as const;
export const CLASSES = ["phone", "ssn", "ssn_truncated", "name"] as const;
