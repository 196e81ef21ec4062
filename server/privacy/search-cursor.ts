import { z } from "zod";
import { AppError } from "../domain/app-error.ts";
import type { SearchSort } from "./search-input.ts";

/** Where a page ended: the record, and in other orders than by date what it was sorted by. Neither is a personal datum. */
export interface SearchPlace {
  readonly recordId: string;
  /** A code, seconds, a day or the random id of an extension; null where the call has none. */
  readonly key: number | string | null;
}

const Cursor = z.tuple([
  z.literal(1),
  z.int(),
  z.string(),
  z.string(),
  z.uuid(),
  z.union([z.number(), z.string().max(20), z.null()]),
]);

/** A cursor belongs to one company and one order; nobody outside this file looks into it. */
export function writeCursor(companyId: number, sort: SearchSort, place: SearchPlace): string {
  const parts: z.infer<typeof Cursor> = [1, companyId, sort.by, sort.direction, place.recordId, place.key];
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

/** Throws AppError "bad-input" for the cursor of another list. It opens nothing: rights and walls are asked for every page. */
export function readCursor(companyId: number, sort: SearchSort, text: string): SearchPlace {
  const parsed = Cursor.safeParse(jsonOf(text));
  if (parsed.success) {
    const [, company, by, direction, recordId, key] = parsed.data;
    if (company === companyId && by === sort.by && direction === sort.direction) return { recordId, key };
  }
  throw new AppError("bad-input", "This page belongs to another list. Search again and turn the pages from its first.");
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString());
  } catch {
    return null;
  }
}
