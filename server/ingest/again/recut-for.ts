import { driverNamed, framingOf } from "../../drivers/catalogue.ts";
import type { Framing } from "../../drivers/driver.ts";
import { driverOptionsOf } from "../../store/source-options.ts";
import { type SourceRow, sourceById } from "../../store/sources.ts";
import type { OtherReading } from "../load-settings.ts";
import type { Sql } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";

/** How the driver cuts whose lines were cut at line ends; null where they are records already, or cannot be put together. */
export async function recutFor(
  sql: Sql,
  companyId: number,
  sourceId: number,
  by: OtherReading,
): Promise<Framing | null> {
  return (await framingsOf(sql, companyId, sourceId, by)).recut;
}

export async function framingsOf(
  sql: Sql,
  companyId: number,
  sourceId: number,
  by: OtherReading,
): Promise<{ readonly recut: Framing | null; readonly differs: boolean }> {
  const source = await withCompany(sql, companyId, (tx) => sourceById(tx, companyId, sourceId), { readOnly: true });
  if (source === null) return { recut: null, differs: false };
  const [was, now] = [await framing(sql, source), await framing(sql, { ...source, ...by })];
  const differs = was.kind !== now.kind;
  const joinable = differs && was.kind === "line" && now.kind !== "utf-16le" && now.kind !== "document";
  return { recut: joinable ? now : null, differs };
}

async function framing(sql: Sql, source: SourceRow): Promise<Framing> {
  return framingOf(driverNamed(source.driver), await driverOptionsOf(sql, source));
}
