import { withCompany } from "#db/with-company.ts";
import { type Context, door } from "../../context.ts";
import { addDays } from "../../domain/zoned-time.ts";
import type { Exposure } from "../../privacy/copies/exposure.ts";
import { findUnclassified, type Unclassified } from "../../privacy/copies/find-unclassified.ts";
import { type InstallationAges, measureInstallation } from "../../privacy/copies/measure-installation.ts";
import { type ExposureRow, listExposure } from "../../store/copy-ages.ts";
import { shownCompanies } from "../../store/companies.ts";
import { authoriseOperation } from "../authorise-operation.ts";
import { canaryNights, type NightView } from "./canary-nights.ts";
import { type StoreView, storeViews } from "./store-view.ts";

export interface InstallationCopies {
  readonly lookedAt: Date;
  readonly stores: readonly StoreView[];
  readonly ages: InstallationAges;
  /** Sums over all companies, as they were last written down; null before the first time. */
  readonly exposure: (Exposure & { readonly companies: number; readonly measuredAt: Date }) | null;
  readonly nights: readonly NightView[];
  readonly unclassified: readonly Unclassified[];
}

const MOST_MS = 4_000;

/** The same for whoever operates the installation: stores, ages and sums, and no number of any single company. */
export async function showInstallationCopies(ctx: Context): Promise<InstallationCopies> {
  authoriseOperation(ctx);
  return {
    lookedAt: ctx.clock(),
    stores: storeViews(new Map()),
    ages: await measureInstallation(ctx, MOST_MS),
    exposure: await sumOf(ctx),
    nights: await canaryNights(ctx),
    unclassified: await findUnclassified(ctx),
  };
}

const KEYS = [
  "numbers",
  "ssns",
  "truncated",
  "names",
  "appearances",
  "rawRecords",
  "undefinedLines",
  "calls",
] as const satisfies readonly (keyof Exposure)[];

/** What was written down of each company in the last two days. */
async function sumOf(ctx: Context): Promise<InstallationCopies["exposure"]> {
  const from = addDays(ctx.clock().toISOString().slice(0, 10), -2);
  const rows: ExposureRow[] = [];
  for (const { id } of await shownCompanies(door(ctx, "web"))) {
    const days = await withCompany(door(ctx, "web"), id, (tx) => listExposure(tx, id, from), { readOnly: true });
    const last = days.at(-1);
    if (last !== undefined) rows.push(last);
  }
  const oldest = rows.map(({ measuredAt }) => measuredAt).sort((a, b) => a.getTime() - b.getTime())[0];
  if (oldest === undefined) return null;
  const sums = Object.fromEntries(KEYS.map((key) => [key, rows.reduce((sum, row) => sum + row[key], 0)]));
  return {
    ...(sums as Omit<Exposure, "oldestDays">),
    oldestDays: Math.max(...rows.map(({ oldestDays }) => oldestDays)),
    companies: rows.length,
    measuredAt: oldest,
  };
}
