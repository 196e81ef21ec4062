import type { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit, countSearch, guardSearches, subjectPseudonym } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { DATA_CLASSES, PRODUCTS } from "../domain/codes.ts";
import type { Day } from "../domain/zoned-time.ts";
import { listsOf, liveSlices, type Slice } from "../keyring/index.ts";
import {
  type ChoiceFilters,
  correctionsOf,
  countChoices,
  FACETS,
  type PartyFilters,
  type RankedProbe,
} from "../store/index.ts";
import { type Hit, TIERS, type Tier } from "./hit.ts";
import { type ReadBack, readBack } from "./read-back.ts";
import { readCursor, writeCursor } from "./search-cursor.ts";
import { SearchInput } from "./search-input.ts";
import { countHits, type SearchCounts } from "./seek/count-hits.ts";
import { describeHits } from "./seek/describe-hits.ts";
import { readParties } from "./seek/read-parties.ts";
import { findPage } from "./seek/find-page.ts";
import { type FoundPeople, type FoundPerson, findPeople } from "./seek/find-people.ts";
import { maskedValues } from "./retention/masked-values.ts";
import { lastCorrections } from "./cases/last-corrections.ts";
import {
  aboutToHide,
  auditRestricted,
  isRestricted,
  readCases,
  seesRestricted,
  withWaiting,
} from "./seek/restricted.ts";
import { seeHit } from "./seek/see-hit.ts";
import { sourceNames } from "./seek/source-names.ts";
import { PARTY_CLASSES, probesAmong } from "./seek/probes.ts";
import { storeFilters } from "./seek/store-filters.ts";

export { SearchInput } from "./search-input.ts";
export type { SearchCounts } from "./seek/count-hits.ts";

/** What was looked through. */
export interface SearchedIn {
  readonly subjects: Readonly<Record<Tier, number>>;
  /** Living day keys: days times products times classes. */
  readonly slices: number;
  readonly from: Day | null;
  readonly to: Day | null;
}

export interface SearchAnswer {
  readonly read: ReadBack;
  readonly searched: SearchedIn;
  readonly hits: readonly Hit[];
  /** The cursor of the next page; null on the last. */
  readonly next: string | null;
  /** On the first page only. */
  readonly counts: SearchCounts | null;
  /** Calls that match and are restricted (Art. 18): left out unless a purpose was given. Counted no further than 10,000. */
  readonly restricted: { readonly calls: number; readonly shown: boolean };
  /** On how many lists of private numbers the number that was typed stands; 0 for who may not see such rules. */
  readonly privateLists: number;
  readonly tookMs: number;
}

/**
 * Every call a number or personal identity number took part in, the newest first unless another order is asked for. Written
 * to the audit before it is shown. Questions that do not need one another are asked at once: the page waits for the longest.
 */
export async function search(ctx: CompanyContext, input: z.input<typeof SearchInput>): Promise<SearchAnswer> {
  authoriseCompany(ctx, "data.search");
  const asked = SearchInput.parse(input);
  const started = performance.now();
  const companyId = ctx.company.id;
  const after = asked.cursor === undefined ? null : readCursor(companyId, asked.sort, asked.cursor);
  const allowed = seesRestricted(ctx, asked.restrictedPurpose);
  const [{ read, people, everybody }, living, filters, cases] = await Promise.all([
    findPeople(ctx, asked),
    liveSlices(ctx.keyring, companyId, { classes: PARTY_CLASSES }),
    storeFilters(ctx, asked.filters),
    readCases(ctx),
    guardSearches(ctx),
  ]);
  const all = await rankedProbes(ctx, living, everybody, asked);
  const away = cases.restricts ? all.filter((probe) => isRestricted(cases, probe.sliceId, probe.subject)) : [];
  const hidden = new Set(allowed ? [] : away);
  const known = hidden.size === 0 ? all : all.filter((probe) => !hidden.has(probe));
  const probes = chosenProbes(known, people, living, asked);
  const subject = later(subjectPseudonym(ctx, people[0]?.subjectId));
  const without = allowed ? new Set<string>() : await aboutToHide(ctx, cases);
  const unhidden = { ...filters, leavesWaiting: without.size > 0 };
  const counting = later(after === null ? countAll(ctx, known, unhidden, asked) : Promise.resolve(null));
  const listing = later(privateListsOf(ctx, read));
  const countingAway = later(countAway(ctx, chosenProbes(away, people, living, asked), filters));
  const found = await withCompany(door(ctx, "web"), companyId, async (tx) => {
    const naming = later(sourceNames(tx, companyId));
    const page = await findPage(tx, ctx, probes, { sort: asked.sort, after, limit: asked.limit, filters, without });
    const parties = await readParties(tx, ctx, page.rows, living, probes);
    const names = await naming;
    const masks = await maskedValues(tx, ctx);
    const corrected = lastCorrections(
      await correctionsOf(tx, companyId, [...new Set(page.rows.map((row) => row.recordId))]),
      ctx.company.timeZone,
    );
    const records = page.rows.map((row) => row.recordId);
    const state = { cases: await withWaiting(tx, ctx, cases, records), corrected };
    // Nothing leaves this function before the audit row is committed.
    const describing = later(describeHits(ctx, page.rows, parties, people, names, state));
    if (allowed) await auditRestricted(ctx, tx, asked.restrictedPurpose ?? "", await subject, {});
    const counted = later(countSearch(tx, ctx));
    await audit(ctx, tx, {
      action: "data.search",
      subject: page.rows.length === 0 ? null : await subject,
      detail: { type: read.type, reading: read.reading, shown: page.records, page: after === null ? "first" : "next" },
    });
    await counted;
    return { page, names, masks, describing };
  });
  const clear = await found.describing;
  const counts = await counting;
  const { next } = found.page;
  return {
    read: readBack(read),
    searched: searchedIn(people, living, asked),
    hits: clear.map((hit) => seeHit(ctx.actor.sight, hit, found.masks.ofCall, allowed)),
    next: next === null ? null : writeCursor(companyId, asked.sort, next),
    counts: counts === null ? null : counts(found.names),
    restricted: { calls: (await countingAway) + found.page.leftOut, shown: allowed },
    privateLists: await listing,
    tookMs: Math.round((performance.now() - started) * 10) / 10,
  };
}

export type { ReadBack } from "./read-back.ts";

/** A list may stand there without a single call: who asks for a person's data hears of it here. */
async function privateListsOf(ctx: CompanyContext, { type, canonical }: FoundPeople["read"]): Promise<number> {
  if (type !== "phone" || canonical === null || !ctx.actor.permissions.has("processing.see")) return 0;
  const [lists = []] = await listsOf(ctx.keyring, ctx.company.id, [canonical]);
  return lists.length;
}

/** For the first page. */
function countAll(ctx: CompanyContext, probes: readonly RankedProbe[], filters: ChoiceFilters, asked: SearchInput) {
  return withCompany(door(ctx, "web"), ctx.company.id, (tx) => countHits(tx, ctx.company.id, probes, filters, asked), {
    readOnly: true,
  });
}

/** How many calls a restriction hides from this search. */
async function countAway(ctx: CompanyContext, probes: readonly RankedProbe[], filters: PartyFilters): Promise<number> {
  if (probes.length === 0) return 0;
  const { counts } = await withCompany(
    door(ctx, "web"),
    ctx.company.id,
    (tx) => countChoices(tx, ctx.company.id, probes, filters),
    { readOnly: true },
  );
  return counts.find((count) => count.facet === FACETS.total)?.calls ?? 0;
}

/** Awaited further down: until then its failure is nobody's, and it is not lost. */
function later<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}

interface PersonsProbe extends RankedProbe {
  readonly subject: string;
}

/** Where everybody may stand whom the words may mean; the filters choose among these, and what they leave is counted. */
async function rankedProbes(
  ctx: CompanyContext,
  living: readonly Slice[],
  everybody: readonly FoundPerson[],
  asked: SearchInput,
): Promise<PersonsProbe[]> {
  const { to } = asked.filters;
  const { probes } = await probesAmong(ctx, living, everybody, { products: [], ...(to === undefined ? {} : { to }) });
  const ranks = new Map(everybody.map((person) => [person.subjectId, TIERS.indexOf(person.tier)]));
  return probes.map(({ person, ...probe }) => ({
    ...probe,
    subject: person.subjectId.toString("hex"),
    rank: ranks.get(person.subjectId) ?? 0,
  }));
}

function chosenProbes(
  known: readonly PersonsProbe[],
  people: readonly FoundPerson[],
  living: readonly Slice[],
  { filters: { products } }: SearchInput,
): readonly PersonsProbe[] {
  const chosen = new Set(people.map((person) => person.subjectId.toString("hex")));
  const codes = new Set<number>(products.map((product) => PRODUCTS[product]));
  const slices = new Set(living.filter((slice) => codes.has(slice.product)).map((slice) => slice.id));
  return known.filter((probe) => chosen.has(probe.subject) && (codes.size === 0 || slices.has(probe.sliceId)));
}

function searchedIn(people: readonly FoundPerson[], living: readonly Slice[], { filters }: SearchInput): SearchedIn {
  const subjects = { exact: 0, digits: 0, possible: 0 };
  for (const person of people) subjects[person.tier]++;
  const classes = new Set<number>(people.map((person) => DATA_CLASSES[person.class]));
  const codes = new Set<number>(filters.products.map((product) => PRODUCTS[product]));
  const days = living
    .filter(
      (slice) =>
        (classes.size === 0 || classes.has(slice.class)) &&
        (codes.size === 0 || codes.has(slice.product)) &&
        (filters.to === undefined || slice.callDay <= filters.to),
    )
    .map((slice) => slice.callDay)
    .sort();
  return { subjects, slices: days.length, from: days[0] ?? null, to: days.at(-1) ?? null };
}
