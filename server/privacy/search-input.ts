import { z } from "zod";
import { DIRECTIONS, PRODUCTS, RECORD_KINDS, ROLES } from "../domain/codes.ts";
import { TIERS } from "./hit.ts";

const names = <T extends Record<string, number>>(codes: T) =>
  z.enum(Object.keys(codes) as [keyof T & string, ...(keyof T & string)[]]);
const day = z.iso.date();

/** What narrows a search. An empty list means "all". Days are the company's own, both inclusive. */
export const SearchFilters = z.strictObject({
  from: day.optional(),
  to: day.optional(),
  sources: z.array(names(RECORD_KINDS)).max(10).default([]),
  sourceIds: z.array(z.number().int().positive()).max(100).default([]),
  products: z.array(names(PRODUCTS)).max(10).default([]),
  directions: z.array(names(DIRECTIONS)).max(10).default([]),
  roles: z.array(names(ROLES)).max(10).default([]),
  classes: z
    .array(z.enum(["phone", "ssn", "ssn_truncated", "name"]))
    .max(10)
    .default([]),
  /** The label of an extension or queue, as the telephone system writes it. */
  extension: z.string().trim().min(1).max(64).optional(),
  natures: z
    .array(z.enum(["private", "business", "untold"]))
    .max(3)
    .default([]),
  /** Calls that a threshold keeps apart: they alone, or all others. */
  apart: z.enum(["only", "without"]).optional(),
  /** Calls with a number that was shielded: they alone, or all others. */
  shielded: z.enum(["only", "without"]).optional(),
});
export type SearchFilters = z.infer<typeof SearchFilters>;

/** Whom a search is about. */
export const Sought = z.strictObject({
  text: z.string().trim().min(1).max(200),
  type: z.enum(["detect", "phone", "ssn"]).default("detect"),
  tiers: z
    .array(z.enum(TIERS))
    .min(1)
    .max(3)
    .default([...TIERS]),
  filters: SearchFilters.prefault({}),
});
export type Sought = z.infer<typeof Sought>;

/** The columns a list can be sorted by. By date at any size; by the others where no more than 10,000 calls match. */
export const SORTS = ["date", "extension", "duration", "source", "direction", "erasedOn"] as const;

export const SearchSort = z.strictObject({
  by: z.enum(SORTS).default("date"),
  direction: z.enum(["asc", "desc"]).default("desc"),
});
export type SearchSort = z.infer<typeof SearchSort>;

export const SearchInput = z.strictObject({
  ...Sought.shape,
  sort: SearchSort.prefault({}),
  /** Where the page before ended, as its `next` gave it. */
  cursor: z.string().min(1).max(400).optional(),
  limit: z.number().int().min(1).max(200).default(50),
  /** Why restricted calls are to be shown too; it stands in the audit. Absent: they are only counted. */
  restrictedPurpose: z.string().trim().min(3).max(200).optional(),
});
export type SearchInput = z.infer<typeof SearchInput>;
