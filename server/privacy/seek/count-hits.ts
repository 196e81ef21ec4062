import type { Tx } from "#db/clients.ts";
import {
  DATA_CLASSES,
  DIRECTIONS,
  type Direction,
  nameOf,
  type PartyClass,
  PRODUCTS,
  type Product,
  RECORD_KINDS,
  ROLES,
  type Role,
} from "../../domain/codes.ts";
import type { NatureChoice } from "../../domain/nature.ts";
import { NATURES } from "../../domain/sorted.ts";
import {
  type ChoiceFilters,
  COUNT_CAP,
  countChoices,
  FACETS,
  type PartyFilters,
  type RankedProbe,
} from "../../store/index.ts";
import { SOURCE_NAMES, type SourceCount, TIERS, type Tier } from "../hit.ts";
import type { Sought } from "../search-input.ts";

/** How many calls match, and how many each choice of each filter would show with the other filters kept. */
export interface SearchCounts {
  readonly total: number;
  /** True where counting stopped at 10,000. */
  readonly capped: boolean;
  readonly bySource: readonly SourceCount[];
  readonly byTier: Readonly<Record<Tier, number>>;
  readonly byProduct: Readonly<Partial<Record<Product, number>>>;
  readonly byClass: Readonly<Partial<Record<PartyClass, number>>>;
  readonly byRole: Readonly<Partial<Record<Role, number>>>;
  readonly byDirection: Readonly<Partial<Record<Direction, number>>>;
  /** "untold": calls of which nobody has said whether they are private. */
  readonly byNature: Readonly<Record<NatureChoice, number>>;
  readonly byApart: Readonly<Record<"only" | "without", number>>;
  readonly byShielded: Readonly<Record<"only" | "without", number>>;
  readonly byNamedSource: readonly { readonly sourceId: number; readonly name: string; readonly count: number }[];
}

/** `probes` are those of everybody the words may stand for, whatever tier, class and product are chosen. */
export async function countHits(
  tx: Tx,
  companyId: number,
  probes: readonly RankedProbe[],
  filters: PartyFilters & Pick<ChoiceFilters, "leavesWaiting">,
  { tiers, filters: { products, classes } }: Pick<Sought, "tiers" | "filters">,
): Promise<(names: ReadonlyMap<number, string>) => SearchCounts> {
  const { counts, capped } = await countChoices(tx, companyId, probes, {
    ...filters,
    ...(tiers.length === TIERS.length ? {} : { ranks: tiers.map((tier) => TIERS.indexOf(tier)) }),
    ...(products.length === 0 ? {} : { products: products.map((product) => PRODUCTS[product]) }),
    ...(classes.length === 0 ? {} : { classes: classes.map((cls) => DATA_CLASSES[cls]) }),
  });
  const of = (facet: number) => counts.filter((count) => count.facet === facet);
  const named = <T extends Record<string, number>>(facet: number, codes: T) =>
    Object.fromEntries(of(facet).map(({ code, calls }) => [nameOf(codes, code), calls])) as Partial<
      Record<keyof T, number>
    >;
  const total = of(FACETS.total)[0]?.calls ?? 0;
  const callsOf = (facet: number, code: number) => of(facet).find((count) => count.code === code)?.calls ?? 0;
  const halves = (facet: number) => ({ only: callsOf(facet, 1), without: callsOf(facet, 0) });
  const tierCount = (tier: Tier) => of(FACETS.tier).find(({ code }) => code === TIERS.indexOf(tier))?.calls ?? 0;
  return (names) => ({
    total: Math.min(COUNT_CAP, total),
    capped,
    byTier: { exact: tierCount("exact"), digits: tierCount("digits"), possible: tierCount("possible") },
    bySource: of(FACETS.kind)
      .map(({ code, calls }) => ({ source: SOURCE_NAMES[nameOf(RECORD_KINDS, code) ?? "call_history"], count: calls }))
      .sort(byCount),
    byProduct: named(FACETS.product, PRODUCTS),
    byClass: named(FACETS.class, DATA_CLASSES) as Partial<Record<PartyClass, number>>,
    byRole: named(FACETS.role, ROLES),
    byDirection: named(FACETS.direction, DIRECTIONS),
    byNature: {
      private: callsOf(FACETS.nature, NATURES.private),
      business: callsOf(FACETS.nature, NATURES.business),
      untold: callsOf(FACETS.nature, 0),
    },
    byApart: halves(FACETS.apart),
    byShielded: halves(FACETS.shielded),
    byNamedSource: of(FACETS.source)
      .map(({ code, calls }) => ({ sourceId: code, name: names.get(code) ?? "", count: calls }))
      .sort(byCount),
  });
}

function byCount(a: { readonly count: number }, b: { readonly count: number }): number {
  return b.count - a.count;
}
