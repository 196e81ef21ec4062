import type { Tx } from "#db/clients.ts";
import type { Rate } from "../domain/tariff/index.ts";
import type { Day } from "./day.ts";
import { rowsAs } from "./rows.ts";

/** A tariff from a day on; its lines stand apart and never change: another version has another id. */
export interface TariffRow {
  readonly companyId: number;
  readonly id: string;
  readonly validFrom: Day;
  readonly lines: number;
  readonly prefixes: number;
  readonly addedAt: Date;
  readonly addedBy: string | null;
  readonly addedByName: string;
}

/** Role web. The latest first. */
export async function listTariffs(tx: Tx, companyId: number): Promise<TariffRow[]> {
  return rowsAs(
    await tx`select t.* from data.tariff t where t.company_id = ${companyId} order by t.valid_from desc limit 200`,
  );
}

/** Roles web and ingest. */
export async function tariffVersions(tx: Tx, companyId: number): Promise<{ id: string; validFrom: Day }[]> {
  return rowsAs(
    await tx`select t.id, t.valid_from from data.tariff t where t.company_id = ${companyId} order by t.valid_from desc limit 200`,
  );
}

/** Roles web and ingest. The lines of a tariff in the order of its file. */
export async function readTariff(tx: Tx, companyId: number, id: string): Promise<Rate[]> {
  return (await findRates(tx, companyId, id, { after: 0, find: "", limit: 1_000_000 })).map(
    ({ line: _, ...rate }) => rate,
  );
}

export interface RatePage {
  /** Lines behind this one. */
  readonly after: number;
  /** Digits that a prefix begins with, or part of a name; empty for all. */
  readonly find: string;
  readonly limit: number;
}

/** Roles web and ingest. */
export async function findRates(
  tx: Tx,
  companyId: number,
  id: string,
  { after, find, limit }: RatePage,
): Promise<(Rate & { readonly line: number })[]> {
  const rows =
    await tx`select r.line, r.prefix, r.short, r.incoming, r.name, r.days, r.from_minute, r.to_minute, r.per_minute, r.connection,
      r.minimum, r.first_seconds, r.interval_seconds, r.free_seconds
    from data.tariff_rate r where r.company_id = ${companyId} and r.tariff_id = ${id} and r.line > ${after}
      and (${find === ""} or starts_with(r.prefix, ${find.replace(/^\+/, "")}) or strpos(lower(r.name), ${find.toLowerCase()}) > 0)
    order by r.line limit ${limit}`;
  type Row = Omit<Rate, "direction"> & { readonly line: number; readonly incoming: boolean };
  return rowsAs<Row>(rows).map(({ incoming, ...rate }) => ({
    ...rate,
    direction: incoming ? "in" : "out",
    perMinute: Number(rate.perMinute),
    connection: Number(rate.connection),
    minimum: Number(rate.minimum),
  }));
}

const ROWS_AT_ONCE = 2_000;

/** Role web. Takes the place of one from the same day; answers whether there was one. */
export async function addTariff(
  tx: Tx,
  row: Omit<TariffRow, "lines">,
  rates: readonly Rate[],
): Promise<{ replaced: boolean }> {
  const [former] =
    await tx`select t.id from data.tariff t where t.company_id = ${row.companyId} and t.valid_from = ${row.validFrom}::date`;
  if (former !== undefined) await dropTariff(tx, row.companyId, former["id"] as string);
  await tx`insert into data.tariff (company_id, id, valid_from, lines, prefixes, added_at, added_by, added_by_name)
    values (${row.companyId}, ${row.id}, ${row.validFrom}::date, ${rates.length}, ${row.prefixes}, ${row.addedAt}, ${row.addedBy}, ${row.addedByName})`;
  for (let at = 0; at < rates.length; at += ROWS_AT_ONCE) {
    const some = rates.slice(at, at + ROWS_AT_ONCE).map((rate, i) => ({
      company_id: row.companyId,
      tariff_id: row.id,
      line: at + i + 1,
      prefix: rate.prefix,
      short: rate.short,
      incoming: rate.direction === "in",
      name: rate.name,
      days: rate.days,
      from_minute: rate.fromMinute,
      to_minute: rate.toMinute,
      per_minute: rate.perMinute,
      connection: rate.connection,
      minimum: rate.minimum,
      first_seconds: rate.firstSeconds,
      interval_seconds: rate.intervalSeconds,
      free_seconds: rate.freeSeconds,
    }));
    await tx`insert into data.tariff_rate ${tx(some)}`;
  }
  return { replaced: former !== undefined };
}

/** Role web. false when it is gone already. */
export async function dropTariff(tx: Tx, companyId: number, id: string): Promise<boolean> {
  await tx`delete from data.tariff_rate r where r.company_id = ${companyId} and r.tariff_id = ${id}`;
  const rows = await tx`delete from data.tariff t where t.company_id = ${companyId} and t.id = ${id} returning 1`;
  return rows.length > 0;
}

/** Which of the two says first what a call costs; the other where it says nothing. */
export type CostFirst = "tariff" | "pbx";

/** Source 0 stands for the company. */
const COMPANY = 0;

/** Roles web and ingest. `sources` are those that differ. */
export async function readCostChoice(
  tx: Tx,
  companyId: number,
): Promise<{ company: CostFirst; sources: ReadonlyMap<number, CostFirst> }> {
  const rows = rowsAs<{ sourceId: number; first: CostFirst }>(
    await tx`select c.source_id, c.first from data.cost_choice c where c.company_id = ${companyId} order by c.source_id`,
  );
  return {
    company: rows.find((row) => row.sourceId === COMPANY)?.first ?? "tariff",
    sources: new Map(rows.filter((row) => row.sourceId !== COMPANY).map((row) => [row.sourceId, row.first])),
  };
}

export interface CostChoiceRow {
  readonly companyId: number;
  /** null: the company's. */
  readonly sourceId: number | null;
  readonly first: CostFirst;
  readonly setAt: Date;
  readonly setBy: string | null;
  readonly setByName: string;
}

/** Role web. */
export async function setCostChoice(tx: Tx, row: CostChoiceRow): Promise<void> {
  await tx`insert into data.cost_choice (company_id, source_id, first, set_at, set_by, set_by_name)
    values (${row.companyId}, ${row.sourceId ?? COMPANY}, ${row.first}, ${row.setAt}, ${row.setBy}, ${row.setByName})
    on conflict (company_id, source_id) do update set first = excluded.first, set_at = excluded.set_at, set_by = excluded.set_by,
      set_by_name = excluded.set_by_name`;
}

/** Role web. The source goes by the company's choice again. */
export async function dropCostChoice(tx: Tx, companyId: number, sourceId: number): Promise<void> {
  await tx`delete from data.cost_choice c where c.company_id = ${companyId} and c.source_id = ${sourceId}`;
}
