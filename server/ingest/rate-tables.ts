import type { Tx } from "#db/clients.ts";
import { rateTable, type RateTable, type TariffVersion } from "../domain/tariff/index.ts";
import { readTariff, tariffVersions } from "../store/tariffs.ts";

/** Lines of all tables that one process keeps ready, of two hundred bytes or so: many more than one company may have. */
const MOST_LINES_READY = 1_000_000;

/** Tables by the id of their tariff, the one asked for last at the end. What an id names never changes, so that nothing here grows old. */
const ready = new Map<string, { readonly table: RateTable; readonly lines: number }>();
let linesReady = 0;

/** The tariffs of a company, made ready once and not again with every reading of the settings. */
export async function rateTables(tx: Tx, companyId: number): Promise<TariffVersion[]> {
  const versions: TariffVersion[] = [];
  for (const { id, validFrom } of await tariffVersions(tx, companyId)) {
    const known = ready.get(id) ?? (await makeReady(tx, companyId, id));
    ready.delete(id);
    ready.set(id, known);
    versions.push({ validFrom, table: known.table });
  }
  forgetOldest();
  return versions;
}

async function makeReady(tx: Tx, companyId: number, id: string) {
  // What a line is called is of no use here.
  const rates = (await readTariff(tx, companyId, id)).map((rate) => ({ ...rate, name: "" }));
  if (!ready.has(id)) linesReady += rates.length;
  return { table: rateTable(rates), lines: rates.length };
}

function forgetOldest(): void {
  for (const [id, { lines }] of ready) {
    if (linesReady <= MOST_LINES_READY) return;
    ready.delete(id);
    linesReady -= lines;
  }
}
