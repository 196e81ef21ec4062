import type { Sql, Tx } from "#db/clients.ts";
import { withInstallation } from "./audit.ts";
import type { Day } from "./day.ts";
import { FIRST_ID, LAST_ID } from "./ids.ts";
import { rowsAs } from "./rows.ts";
import {
  COUNT_CAP,
  list,
  type PartyFilters,
  type PartyHit,
  type Probe,
  probeArrays,
  rangeOf,
  withBits,
} from "./search-parties.ts";

/** A probe with how sure it is that it stands for the person sought: 0 is surest. */
export interface RankedProbe extends Probe {
  readonly rank: number;
}

/** Role web, inside the company. As `searchParties`, the oldest first: the page goes on with newer records than `after`. */
export async function searchPartiesOldest(
  tx: Tx,
  companyId: number,
  probes: readonly Probe[],
  page: { readonly after?: string; readonly limit: number; readonly filters?: PartyFilters },
): Promise<PartyHit[]> {
  if (probes.length === 0) return [];
  const { days, pseudonyms } = probeArrays(probes);
  const filters = page.filters ?? {};
  const range = rangeOf({ filters });
  const after = page.after === undefined || page.after < range.from ? range.from : page.after;
  const limit = Math.min(Math.max(1, page.limit), 501);
  const rows =
    await tx`select * from data.search_parties_oldest(${companyId}, ${days}::text::date[], ${pseudonyms}::text::uuid[], ${after}, ${range.before}, ${limit},
    ${list(filters.sourceIds)}::int[], ${list(filters.roles)}::int2[], ${list(filters.kinds)}::int2[],
    ${list(filters.directions)}::int2[], ${list(filters.endpointIds)}::int[],
    ${filters.apart ?? null}, ${list(filters.natures)}::int2[], ${filters.shielded ?? null})`;
  return rowsAs<PartyHit>(rows).map(withBits);
}

/** What a list is sorted by. `tier` is the probe's rank; facts are null when the record has gone by its own rule. */
export interface SortableParty {
  readonly recordId: string;
  readonly expiresOn: Day;
  readonly class: number;
  readonly tier: number;
  readonly sourceId: number;
  readonly kind: number | null;
  readonly direction: number | null;
  readonly durationSeconds: number | null;
  readonly endpointId: number | null;
  readonly queueId: number | null;
}

/** Role web. All that matches, in no order; more rows than `COUNT_CAP` mean that there are more still. */
export async function sortableParties(
  tx: Tx,
  companyId: number,
  probes: readonly RankedProbe[],
  filters: PartyFilters = {},
): Promise<SortableParty[]> {
  if (probes.length === 0) return [];
  const { days, pseudonyms } = probeArrays(probes);
  const range = rangeOf({ filters });
  return rowsAs(
    await tx`select * from data.sortable_parties(${companyId}, ${days}::text::date[], ${pseudonyms}::text::uuid[], ${ranksOf(probes)}::text::int2[],
    ${range.from}, ${range.before}, ${COUNT_CAP}, ${list(filters.sourceIds)}::int[], ${list(filters.roles)}::int2[],
    ${list(filters.kinds)}::int2[], ${list(filters.directions)}::int2[], ${list(filters.endpointIds)}::int[],
    ${filters.apart ?? null}, ${list(filters.natures)}::int2[], ${filters.shielded ?? null})`,
  );
}

/** Role web. The rows of these probes in these records, in no order. */
export async function hitsOfRecords(
  tx: Tx,
  companyId: number,
  probes: readonly Probe[],
  recordIds: readonly string[],
): Promise<PartyHit[]> {
  if (probes.length === 0 || recordIds.length === 0) return [];
  const { days, pseudonyms } = probeArrays(probes);
  const rows =
    await tx`select * from data.hits_of_records(${companyId}, ${days}::text::date[], ${pseudonyms}::text::uuid[], ${[...recordIds]}::uuid[])`;
  return rowsAs<PartyHit>(rows).map(withBits);
}

/** What `countChoices` tells of: the codes of `data.count_choices`. */
export const FACETS = {
  total: 0,
  tier: 1,
  kind: 2,
  product: 3,
  source: 4,
  class: 5,
  role: 6,
  direction: 7,
  looked: 8,
  apart: 9,
  nature: 10,
  shielded: 11,
} as const;

export interface ChoiceCount {
  readonly facet: number;
  readonly code: number;
  readonly calls: number;
}

/** Filters that are counted by choice, besides those of the store: these are chosen by probes elsewhere. */
export interface ChoiceFilters extends PartyFilters {
  readonly ranks?: readonly number[];
  readonly products?: readonly number[];
  readonly classes?: readonly number[];
  /** Calls that a restriction is about to carry are not counted. */
  readonly leavesWaiting?: boolean;
}

/**
 * Role web. How many calls each choice of each filter would show with the other filters kept. Rows are looked at no further
 * than the cap; where filters hide most of a frequent number, it counts again behind them.
 */
export async function countChoices(
  tx: Tx,
  companyId: number,
  probes: readonly RankedProbe[],
  filters: ChoiceFilters = {},
): Promise<{ counts: ChoiceCount[]; capped: boolean }> {
  if (probes.length === 0) return { counts: [], capped: false };
  if (filters.leavesWaiting === true) await tx`select set_config('app.leaves_out', 'waiting', true)`;
  const { days, pseudonyms } = probeArrays(probes);
  const range = rangeOf({ filters });
  const ask = async (narrow: boolean) => {
    const counts = rowsAs<ChoiceCount>(
      await tx`select * from data.count_choices(${companyId}, ${days}::text::date[], ${pseudonyms}::text::uuid[], ${ranksOf(probes)}::text::int2[],
      ${range.from}, ${range.before}, ${COUNT_CAP}, ${narrow}, ${list(filters.ranks)}::int2[], ${list(filters.kinds)}::int2[],
      ${list(filters.products)}::int2[], ${list(filters.sourceIds)}::int[], ${list(filters.classes)}::int2[], ${list(filters.roles)}::int2[],
      ${list(filters.directions)}::int2[], ${list(filters.endpointIds)}::int[],
      ${filters.apart ?? null}, ${list(filters.natures)}::int2[], ${filters.shielded ?? null})`,
    );
    const looked = counts.find((count) => count.facet === FACETS.looked)?.calls ?? 0;
    return { counts, capped: looked > COUNT_CAP };
  };
  const all = await ask(false);
  return all.capped && narrows(filters) ? await ask(true) : all;
}

/** Role web. Plans the statements of a search on one connection, by asking for nobody. */
export async function planSearches(sql: Sql): Promise<void> {
  await withInstallation(sql, async (tx) => {
    await Promise.all([
      tx`select from data.search_parties(0, '{}'::date[], '{}'::uuid[], ${LAST_ID}, 1)`,
      tx`select from data.search_parties_where(0, '{}'::date[], '{}'::uuid[], ${FIRST_ID}, ${LAST_ID}, 1, null, null, null, null, null,
        null, null, null)`,
      tx`select from data.parties_of_records(0, '{}'::uuid[], '{}'::date[])`,
      tx`select from data.count_choices(0, '{}'::date[], '{}'::uuid[], '{}'::int2[], ${FIRST_ID}, ${LAST_ID}, 1, false,
        null, null, null, null, null, null, null, null, null, null, null)`,
    ]);
  });
}

function narrows(filters: ChoiceFilters): boolean {
  const { ranks, kinds, products, sourceIds, classes, roles, directions, apart, natures, shielded } = filters;
  const choices = [ranks, kinds, products, sourceIds, classes, roles, directions, apart, natures, shielded];
  return choices.some((choice) => choice !== undefined);
}

function ranksOf(probes: readonly RankedProbe[]): string {
  return `{${probes.map((probe) => probe.rank).join()}}`;
}
