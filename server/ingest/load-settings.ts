import type { Clock } from "../context.ts";
import { type Collected, keptFields } from "../domain/collected.ts";
import { asRules } from "../domain/stored-rules.ts";
import type { Disposal } from "../domain/disposal.ts";
import { AppError } from "../domain/app-error.ts";
import { nameOf, PRODUCTS } from "../domain/codes.ts";
import { siteOf } from "../domain/numbers/index.ts";
import { effectiveRules } from "../domain/retention.ts";
import { driverNamed, framingOf } from "../drivers/catalogue.ts";
import type { DriverOptions } from "../drivers/driver.ts";
import { type CompanyRow, findCompany } from "../store/companies.ts";
import { readCollected } from "../store/collected.ts";
import { readDisposal } from "../store/disposal.ts";
import { listRules, type RuleRow } from "../store/rules.ts";
import { readerOf } from "../store/layouts.ts";
import { driverOptionsOf } from "../store/source-options.ts";
import { type SourceRow, sourceById } from "../store/sources.ts";
import type { IngestContext } from "./ingest-context.ts";
import { loadSorting, sortingOf } from "./load-sorting.ts";
import type { SourceSettings } from "./source-settings.ts";
import type { Sql } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";

/** A changed rule or setting holds for batches read so many milliseconds later. */
const FRESH_MS = 2_000;

/** Reads settings through the role `ingest` and remembers them for two seconds. */
export function settingsLoader(sql: Sql, clock: Clock): IngestContext["settingsOf"] {
  const known = new Map<string, { settings: SourceSettings; until: number }>();
  return async (companyId, sourceId, wanted) => {
    const key = `${companyId} ${sourceId}`;
    const now = clock().getTime();
    const cached = known.get(key);
    const isFresh = cached !== undefined && now < cached.until && now > cached.until - 2 * FRESH_MS;
    if (isFresh && cached.settings.sortedBy >= (wanted?.sortedBy ?? 0)) return cached.settings;
    const settings = await loadSettings(sql, companyId, sourceId);
    if (known.size > 5_000) known.clear();
    known.set(key, { settings, until: now + FRESH_MS });
    return settings;
  };
}

/** For what could not be read in time: no driver is asked, so that neither it nor its options can be what stops it again. */
export async function settingsWithoutDriver(sql: Sql, companyId: number, sourceId: number): Promise<SourceSettings> {
  const settings = await loadSettings(sql, companyId, sourceId, (source) => ({
    ...source,
    driver: ANY_DRIVER,
    driverOptions: {},
    layoutId: null,
    layoutVersion: null,
  }));
  return { ...settings, decode: () => ({ kind: "undefined", reason: NOT_READ }) };
}

/** How a source is read instead of as it is set; its site, product and rules stay its own. */
export type OtherReading = Pick<SourceRow, "driver" | "driverOptions" | "layoutId" | "layoutVersion">;

/** For lines that are tried again. Throws AppError "bad-input" for a driver or options that there are not. */
export function settingsReadBy(
  sql: Sql,
  companyId: number,
  sourceId: number,
  by: OtherReading,
): Promise<SourceSettings> {
  return loadSettings(sql, companyId, sourceId, (source) => ({ ...source, ...by }));
}

/** The same for a look, role web: how calls are sorted, and who has read them, counts where they are stored. */
export function settingsToTry(
  sql: Sql,
  companyId: number,
  sourceId: number,
  by: OtherReading,
): Promise<SourceSettings> {
  return loadSettings(sql, companyId, sourceId, (source) => ({ ...source, ...by }), false);
}

/** The same for a look at what stored calls would become, role web: with what they are counted as, and without who has read them. */
export async function settingsToCompare(
  web: Sql,
  companyId: number,
  sourceId: number,
  by: OtherReading,
): Promise<SourceSettings> {
  const settings = await settingsToTry(web, companyId, sourceId, by);
  const sorting = await withCompany(web, companyId, (tx) => loadSorting(tx, companyId), { readOnly: true });
  return { ...settings, sorting: sortingOf(sorting, sourceId, settings), sortedBy: sorting.version };
}

const ANY_DRIVER = "asterisk-cdr-csv";
const NOT_READ = "not read within 48 hours";

async function loadSettings(
  sql: Sql,
  companyId: number,
  sourceId: number,
  change: (source: SourceRow) => SourceRow = (source) => source,
  stores = true,
): Promise<SourceSettings> {
  const company = await findCompany(sql, { id: companyId });
  if (company === null)
    throw new AppError("not-found", "The company of this source is closed; its segments wait in the inbox.");
  const { source, rules, disposal, collected, sorting } = await withCompany(
    sql,
    companyId,
    async (tx) => ({
      source: await sourceById(tx, companyId, sourceId),
      rules: await listRules(tx, companyId),
      disposal: await readDisposal(tx, companyId),
      collected: await readCollected(tx, companyId),
      sorting: stores ? await loadSorting(tx, companyId) : null,
    }),
    { readOnly: true },
  );
  if (source === null) throw new AppError("not-found", "This source does not exist; its segments wait in the inbox.");
  const read = change(source);
  const driverOptions = await driverOptionsOf(sql, read);
  const settings = settingsFrom(company, { ...read, driverOptions }, { rules, disposal, collected });
  if (sorting === null) return settings;
  return {
    ...settings,
    sorting: sortingOf(sorting, sourceId, settings),
    sortedBy: sorting.version,
    readerId: await readerOf(sql, companyId, read),
  };
}

/** What a company has decided on itself. */
export interface CompanyChoices {
  readonly rules: readonly RuleRow[];
  readonly disposal: Disposal;
  readonly collected: Collected;
}

/** The site's own settings where it has them, else the company's. Throws AppError "bad-input" for options the driver refuses. */
export function settingsFrom(
  company: CompanyRow,
  source: SourceRow,
  { rules, disposal, collected }: CompanyChoices,
): SourceSettings {
  const product = nameOf(PRODUCTS, source.product);
  if (product === undefined)
    throw new AppError(
      "bad-input",
      "The product of this source is unknown to this release. Install the newer one again.",
    );
  const ruleSet = effectiveRules(asRules(rules), disposal);
  const driver = driverNamed(source.driver);
  const options = optionsOf(source);
  return {
    companyId: company.id,
    sourceId: source.id,
    product,
    decode: driver.configure(options),
    ...(driver.join === undefined ? {} : { joining: { join: driver.join, framing: framingOf(driver, options) } }),
    siteZone: source.timeZone ?? company.timeZone,
    companyZone: company.timeZone,
    site: siteOf(company, source),
    keeps: keptFields(collected, { names: source.keepNames || ruleSet.keepsNames(product) }),
    rules: ruleSet,
    sortedBy: 0,
  };
}

function optionsOf(source: SourceRow): DriverOptions {
  return Object.fromEntries(Object.entries(source.driverOptions).map(([name, value]) => [name, String(value)]));
}
