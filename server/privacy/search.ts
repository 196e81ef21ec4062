import { z } from "zod";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { audit, subjectPseudonym } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { nameOf, RECORD_KINDS } from "../domain/codes.ts";
import type { Day } from "../domain/zoned-time.ts";
import { liveSlices } from "../keyring/index.ts";
import { COUNT_CAP, countParties, type PartyFilters, type PartyHit, searchParties } from "../store/index.ts";
import { type Hit, SOURCE_NAMES, type SourceCount, type SourceName, TIERS, type Tier } from "./hit.ts";
import { type ReadBack, readBack } from "./read-back.ts";
import { Sought } from "./search-input.ts";
import { describeHits, readParties } from "./seek/describe-hits.ts";
import { type FoundPerson, findPeople } from "./seek/find-people.ts";
import { seeHit } from "./seek/see-hit.ts";
import { sourceNames } from "./seek/source-names.ts";
import { makeProbes, PARTY_CLASSES, type PersonProbe } from "./seek/probes.ts";
import { storeFilters } from "./seek/store-filters.ts";

export const SearchInput = z.strictObject({
  ...Sought.shape,
  /** The cursor of the page before, as `next` gave it. */
  before: z.uuid().optional(),
  limit: z.number().int().min(1).max(200).default(50),
});
export type SearchInput = z.infer<typeof SearchInput>;

/** What was looked through. */
export interface SearchedIn {
  readonly subjects: Readonly<Record<Tier, number>>;
  /** Living day keys: days times products times classes. */
  readonly slices: number;
  readonly from: Day | null;
  readonly to: Day | null;
}

export interface SearchCounts {
  readonly total: number;
  /** True where counting stopped at 10,000. */
  readonly capped: boolean;
  readonly bySource: readonly SourceCount[];
  readonly byTier: Readonly<Record<Tier, number>>;
}

export interface SearchAnswer {
  readonly read: ReadBack;
  readonly searched: SearchedIn;
  readonly hits: readonly Hit[];
  /** null on the last page. */
  readonly next: string | null;
  /** On the first page only. */
  readonly counts: SearchCounts | null;
  readonly tookMs: number;
}

/** Every call a number or personal identity number took part in, newest first. Written to the audit before it is shown. */
export async function search(ctx: CompanyContext, input: z.input<typeof SearchInput>): Promise<SearchAnswer> {
  authoriseCompany(ctx, "data.search");
  const asked = SearchInput.parse(input);
  const started = performance.now();
  const { read, people } = await findPeople(ctx, asked);
  const { probes, slices } = await makeProbes(ctx, people, asked.filters);
  const subject = await subjectPseudonym(ctx, people[0]?.subjectId);
  const filters = await storeFilters(ctx, asked.filters);
  // A record may match several times, and a page never ends inside one.
  const page = {
    filters,
    ...(asked.before === undefined ? {} : { before: asked.before }),
    limit: rowLimit(asked.limit),
  };
  const allSlices = await liveSlices(ctx.keyring, ctx.company.id, { classes: PARTY_CLASSES });
  const first = asked.before === undefined;
  const found = await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const rows = await searchParties(tx, ctx.company.id, probes, page);
    const kept = firstRecords(rows, asked.limit);
    const parties = await readParties(tx, ctx, kept.rows, allSlices);
    const names = await sourceNames(tx, ctx.company.id);
    const counts = first ? await countAll(tx, ctx, people, probes, filters) : null;
    await audit(ctx, tx, {
      action: "data.search",
      subject: kept.rows.length === 0 ? null : subject,
      detail: { type: read.type, reading: read.reading, shown: kept.records, page: first ? "first" : "next" },
    });
    return { ...kept, parties, names, counts };
  });
  const clear = await describeHits(ctx, found.rows, found.parties, people, found.names);
  return {
    read: readBack(read),
    searched: searchedIn(people, slices),
    hits: clear.map((hit) => seeHit(ctx.actor.sight, hit)),
    next: found.more ? (clear.at(-1)?.hitId ?? null) : null,
    counts: found.counts,
    tookMs: Math.round((performance.now() - started) * 10) / 10,
  };
}

export type { ReadBack } from "./read-back.ts";

/** The rows of the first `limit` records, and whether there are more. */
function firstRecords(rows: readonly PartyHit[], limit: number): { rows: PartyHit[]; records: number; more: boolean } {
  const kept: PartyHit[] = [];
  let records = 0;
  let last = "";
  for (const row of rows) {
    if (row.recordId !== last) {
      if (records === limit) return { rows: kept, records, more: true };
      records++;
      last = row.recordId;
    }
    kept.push(row);
  }
  return { rows: kept, records, more: rows.length >= rowLimit(limit) };
}

/** The store counts rows, a page counts calls: with room for calls in which the person stands twice. */
function rowLimit(limit: number): number {
  return Math.min(limit * 2 + 1, 501);
}

async function countAll(
  tx: Tx,
  ctx: CompanyContext,
  people: readonly FoundPerson[],
  probes: readonly PersonProbe[],
  filters: PartyFilters,
): Promise<SearchCounts> {
  const bySource = new Map<SourceName, number>();
  const byTier = { exact: 0, digits: 0, possible: 0 };
  let capped = false;
  for (const tier of TIERS) {
    const own = new Set(people.filter((person) => person.tier === tier).map((person) => person.subjectId));
    const mine = probes.filter((probe) => own.has(probe.person.subjectId));
    const answer = await countParties(tx, ctx.company.id, mine, filters);
    capped ||= answer.capped;
    for (const { kind, hits } of answer.counts) {
      const source = SOURCE_NAMES[nameOf(RECORD_KINDS, kind ?? 1) ?? "call_history"];
      bySource.set(source, (bySource.get(source) ?? 0) + hits);
      byTier[tier] += hits;
    }
  }
  const total = Math.min(COUNT_CAP, byTier.exact + byTier.digits + byTier.possible);
  const counts = [...bySource].map(([source, count]) => ({ source, count })).sort((a, b) => b.count - a.count);
  return { total, capped, byTier, bySource: counts };
}

function searchedIn(people: readonly FoundPerson[], slices: readonly { callDay: Day }[]): SearchedIn {
  const subjects = { exact: 0, digits: 0, possible: 0 };
  for (const person of people) subjects[person.tier]++;
  const days = slices.map((slice) => slice.callDay).sort();
  return { subjects, slices: slices.length, from: days[0] ?? null, to: days.at(-1) ?? null };
}
