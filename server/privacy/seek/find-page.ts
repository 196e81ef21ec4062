import type { Tx } from "#db/clients.ts";
import type { CompanyContext } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { DIRECTIONS, nameOf, RECORD_KINDS } from "../../domain/codes.ts";
import { endpointLabels } from "../../keyring/index.ts";
import {
  COUNT_CAP,
  hitsOfRecords,
  type PartyFilters,
  type PartyHit,
  type RankedProbe,
  type SortableParty,
  searchParties,
  searchPartiesOldest,
  sortableParties,
} from "../../store/index.ts";
import { SOURCE_NAMES } from "../hit.ts";
import type { SearchPlace } from "../search-cursor.ts";
import type { SearchSort } from "../search-input.ts";

/** A page of calls, whole ones, in the order asked for. */
export interface FoundPage {
  readonly rows: readonly PartyHit[];
  readonly records: number;
  /** Where the next page goes on; null after the last. */
  readonly next: SearchPlace | null;
  /** Calls that match and are in none of the pages, because a restriction is about to carry them. */
  readonly leftOut: number;
}

interface Asked {
  readonly sort: SearchSort;
  readonly after: SearchPlace | null;
  readonly limit: number;
  readonly filters: PartyFilters;
  /** Calls that are shown to nobody. */
  readonly without: ReadonlySet<string>;
}

type Place = Pick<CompanyContext, "keyring" | "company" | "actor">;

/**
 * By date the store pages by itself, at any size. By anything else all that match are looked at anew for every page and the
 * page follows the place of the one before: calls that come in between are neither met twice nor push another one out.
 */
export async function findPage(tx: Tx, ctx: Place, probes: readonly RankedProbe[], asked: Asked): Promise<FoundPage> {
  if (asked.sort.by !== "date" || asked.without.size > 0) return sortedPage(tx, ctx, probes, asked);
  const { sort, after, limit, filters } = asked;
  const company = ctx.company.id;
  const rowLimit = Math.min(limit * 2 + 1, 501);
  const rows =
    sort.direction === "desc"
      ? await searchParties(tx, company, probes, {
          filters,
          limit: rowLimit,
          ...(after === null ? {} : { before: after.recordId }),
        })
      : await searchPartiesOldest(tx, company, probes, {
          filters,
          limit: rowLimit,
          ...(after === null ? {} : { after: after.recordId }),
        });
  return firstRecords(rows, limit, rows.length >= rowLimit);
}

/** The rows of the first `limit` records: the store counts rows, a page counts calls. */
function firstRecords(rows: readonly PartyHit[], limit: number, more: boolean): FoundPage {
  const kept: PartyHit[] = [];
  let records = 0;
  let last = "";
  for (const row of rows) {
    if (row.recordId !== last) {
      if (records === limit) return { rows: kept, records, next: { recordId: last, key: null }, leftOut: 0 };
      records++;
      last = row.recordId;
    }
    kept.push(row);
  }
  return { rows: kept, records, next: more && last !== "" ? { recordId: last, key: null } : null, leftOut: 0 };
}

async function sortedPage(tx: Tx, ctx: Place, probes: readonly RankedProbe[], asked: Asked): Promise<FoundPage> {
  const { sort, after, limit, filters, without } = asked;
  // The order alone would tell what the profile hides.
  if (sort.by === "extension" && ctx.actor.sight.extension !== "shown")
    throw new AppError("forbidden", "Your profile does not show extensions, so that it cannot sort by them.");
  const all = await sortableParties(tx, ctx.company.id, probes, filters);
  if (all.length > COUNT_CAP && sort.by === "date")
    throw new AppError(
      "unavailable",
      "A restriction of many calls is being carried out. Try again in some minutes, or narrow the search by period.",
      { retry: true },
    );
  if (all.length > COUNT_CAP)
    throw new AppError(
      "limit",
      "More than 10,000 calls match; only their date can order so many. Narrow them by period or source, or sort by date.",
    );
  const matching = oneARecord(all);
  const entries = matching
    .filter((row) => !without.has(row.recordId))
    .map((row): SearchPlace => ({ recordId: row.recordId, key: keyOf(sort, row) }));
  const compare = await comparer(ctx, sort, after === null ? entries : [...entries, after]);
  entries.sort(compare);
  const start = after === null ? 0 : entries.findIndex((entry) => compare(entry, after) > 0);
  const page = start < 0 ? [] : entries.slice(start, start + limit);
  const last = page.at(-1);
  const order = new Map(page.map((entry, place) => [entry.recordId, place]));
  const rows = await hitsOfRecords(tx, ctx.company.id, probes, [...order.keys()]);
  const placeOf = (row: PartyHit) => order.get(row.recordId) ?? 0;
  rows.sort((a, b) => placeOf(a) - placeOf(b) || a.role - b.role || a.class - b.class);
  const more = last !== undefined && start + limit < entries.length;
  const records = new Set(rows.map((row) => row.recordId)).size;
  return { rows, records, next: more ? last : null, leftOut: matching.length - entries.length };
}

/** The row that the page will show of a call: the surest, and of equals the number before the identity number. */
function oneARecord(rows: readonly SortableParty[]): SortableParty[] {
  const best = new Map<string, SortableParty>();
  for (const row of rows) {
    const known = best.get(row.recordId);
    if (known === undefined || row.tier * 10 + row.class < known.tier * 10 + known.class) best.set(row.recordId, row);
  }
  return [...best.values()];
}

function keyOf({ by }: SearchSort, row: SortableParty): SearchPlace["key"] {
  switch (by) {
    case "date":
      return null;
    case "extension":
      return row.endpointId;
    case "duration":
      return row.durationSeconds;
    case "source":
      return row.kind;
    case "direction":
      return row.direction;
    case "erasedOn":
      return row.expiresOn;
  }
}

type Compare = (a: SearchPlace, b: SearchPlace) => number;

/** Calls without a value come last in either direction, and of equal ones the newest first. */
async function comparer(ctx: Place, sort: SearchSort, entries: readonly SearchPlace[]): Promise<Compare> {
  if (sort.by === "date") {
    const later = sort.direction === "asc" ? 1 : -1;
    return (a, b) => (a.recordId === b.recordId ? 0 : a.recordId < b.recordId ? -later : later);
  }
  const value = await valuesOf(ctx, sort, entries);
  const sign = sort.direction === "asc" ? 1 : -1;
  return (a, b) => {
    const x = value(a.key);
    const y = value(b.key);
    if (x === y) return a.recordId < b.recordId ? 1 : a.recordId > b.recordId ? -1 : 0;
    if (x === null) return 1;
    if (y === null) return -1;
    return sign * (typeof x === "number" && typeof y === "number" ? x - y : BY_NAME.compare(String(x), String(y)));
  };
}

const BY_NAME = new Intl.Collator("sv", { numeric: true });

async function valuesOf(ctx: Place, { by }: SearchSort, entries: readonly SearchPlace[]) {
  if (by === "source")
    return (key: SearchPlace["key"]) => SOURCE_NAMES[nameOf(RECORD_KINDS, Number(key ?? 1)) ?? "call_history"];
  if (by === "direction")
    return (key: SearchPlace["key"]) => (key === null ? null : (nameOf(DIRECTIONS, Number(key)) ?? null));
  if (by !== "extension") return (key: SearchPlace["key"]) => key;
  const ids = new Set<number>();
  for (const { key } of entries) if (typeof key === "number") ids.add(key);
  const labels = await endpointLabels(ctx.keyring, ctx.company.id, [...ids]);
  return (key: SearchPlace["key"]) => (typeof key === "number" ? (labels.get(key)?.label ?? null) : null);
}
