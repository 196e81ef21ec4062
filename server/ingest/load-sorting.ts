import type { Tx } from "#db/clients.ts";
import { DIRECTIONS, DISPOSITIONS } from "../domain/codes.ts";
import { rateCall, type RatingPlace, type TariffVersion } from "../domain/tariff/index.ts";
import { apartOf, keepsApart, type Limits, type LimitsOf, limitsOf } from "../domain/thresholds.ts";
import { listNatureRules, type NatureRuleRow } from "../store/nature-rules.ts";
import { readSorting } from "../store/sorting.ts";
import { type CostFirst, readCostChoice } from "../store/tariffs.ts";
import { readLimits } from "../store/thresholds.ts";
import { natureOfSource } from "./nature-of-source.ts";
import { rateTables } from "./rate-tables.ts";
import type { CallToSort, Sorting } from "./sort-call.ts";

/** By what a company counts its calls, of all its sources. */
export interface CompanySorting {
  readonly version: number;
  readonly limits: LimitsOf;
  readonly costFirst: { readonly company: CostFirst; readonly sources: ReadonlyMap<number, CostFirst> };
  readonly tariffs: readonly TariffVersion[];
  readonly natures: readonly NatureRuleRow[];
}

/** Role ingest. The version is read first: rules that are newer than it says are sorted by once more, older ones never stored. */
export async function loadSorting(tx: Tx, companyId: number): Promise<CompanySorting> {
  const { version } = await readSorting(tx, companyId);
  return {
    version,
    limits: await readLimits(tx, companyId),
    costFirst: await readCostChoice(tx, companyId),
    tariffs: await rateTables(tx, companyId),
    natures: await listNatureRules(tx, companyId),
  };
}

/** The rules of one source. */
export function sortingOf(of: CompanySorting, sourceId: number, place: RatingPlace): Sorting {
  const limits = limitsOf(of.limits, sourceId);
  return {
    ...(of.tariffs.length === 0 ? {} : { cost: costBy(of.tariffs, place) }),
    ...(keepsApart(limits) ? { apart: apartBy(limits) } : {}),
    ...natureOfSource(of.natures, sourceId, place.siteZone),
    costFirst: of.costFirst.sources.get(sourceId) ?? of.costFirst.company,
  };
}

function costBy(tariffs: readonly TariffVersion[], place: RatingPlace) {
  return ({ record, called, dialled }: CallToSort) => {
    const { direction, disposition, startedAt, durationSeconds } = record;
    const call = { direction, disposition, startedAt, durationSeconds, called, dialled };
    const rated = rateCall(tariffs, place, call);
    return rated?.cents ?? null;
  };
}

function apartBy(limits: Limits) {
  return ({ record }: CallToSort, costCents: number | null) =>
    apartOf(
      {
        durationSeconds: record.durationSeconds,
        ringSeconds: record.ringSeconds,
        costCents,
        direction: record.direction === null ? null : DIRECTIONS[record.direction],
        disposition: record.disposition === null ? null : DISPOSITIONS[record.disposition],
      },
      limits,
    );
}
