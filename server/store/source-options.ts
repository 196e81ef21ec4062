import type { Sql } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { AppError } from "../domain/app-error.ts";
import { layoutText } from "./layouts.ts";
import type { SourceRow } from "./sources.ts";

type Told = Pick<SourceRow, "companyId" | "driverOptions" | "layoutId" | "layoutVersion">;

/**
 * What the driver of a source is told: its own options, and the text of the version that the source names. Versions never
 * change, so that they are read once. Throws AppError "not-found" for a version that is not there.
 */
export async function driverOptionsOf(sql: Sql, source: Told): Promise<Readonly<Record<string, string>>> {
  const own = Object.fromEntries(Object.entries(source.driverOptions).map(([name, value]) => [name, String(value)]));
  const { companyId, layoutId: id, layoutVersion: version } = source;
  if (id === null || version === null) return own;
  return { ...own, layout: await textOf(sql, companyId, id, version) };
}

async function textOf(sql: Sql, companyId: number, id: number, version: number): Promise<string> {
  const texts = known.get(sql) ?? new Map<string, string>();
  known.set(sql, texts);
  const key = `${companyId} ${id} ${version}`;
  const before = texts.get(key);
  if (before !== undefined) return before;
  const text = await withCompany(sql, companyId, (tx) => layoutText(tx, companyId, id, version), { readOnly: true });
  if (text === null) throw new AppError("not-found", "The layout of this source is not there. Choose another version.");
  if (texts.size >= 500) texts.clear();
  texts.set(key, text);
  return text;
}

const known = new WeakMap<Sql, Map<string, string>>();
