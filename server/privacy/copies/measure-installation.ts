import { withCompany } from "#db/with-company.ts";
import { door, type Installation } from "../../context.ts";
import type { DataClass, Product } from "../../domain/codes.ts";
import { listCompanies } from "../../store/companies.ts";
import { readOldest } from "./oldest-datum.ts";

/** The worst of all companies, by product and class; which company it is stands nowhere in it. */
export interface WorstDatum {
  readonly product: Product;
  readonly class: DataClass;
  readonly ageDays: number;
  readonly excessDays: number;
}

export interface InstallationAges {
  readonly worst: readonly WorstDatum[];
  readonly companies: number;
  /** As far as the time went. */
  readonly looked: number;
  /** Companies that could not be measured. */
  readonly failed: number;
  /** Companies in which something is beyond its rule. */
  readonly late: number;
}

/** Measures company by company until the time is up: the answer says how many it looked at. */
export async function measureInstallation(installation: Installation, mostMs: number): Promise<InstallationAges> {
  const until = performance.now() + mostMs;
  const companies = await listCompanies(door(installation, "web"));
  const worst = new Map<string, WorstDatum>();
  let looked = 0;
  let failed = 0;
  let late = 0;
  for (const company of companies) {
    if (performance.now() > until) break;
    // The product's own company is measured like any other, and counted for nobody.
    if (!company.internal) looked++;
    const found = await withCompany(
      door(installation, "web"),
      company.id,
      (tx) => readOldest(tx, { ...installation, company }),
      { readOnly: true },
    ).catch(() => null);
    if (found === null) failed++;
    if (found?.some(({ excessDays }) => excessDays > 0) === true) late++;
    for (const { product, class: dataClass, ageDays, excessDays } of found ?? []) {
      const known = worst.get(`${product} ${dataClass}`);
      worst.set(`${product} ${dataClass}`, {
        product,
        class: dataClass,
        ageDays: Math.max(ageDays, known?.ageDays ?? 0),
        excessDays: Math.max(excessDays, known?.excessDays ?? 0),
      });
    }
  }
  return {
    worst: [...worst.values()],
    companies: companies.filter(({ internal }) => !internal).length,
    looked,
    failed,
    late,
  };
}
