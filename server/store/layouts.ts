import type { Sql, Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { AppError } from "../domain/app-error.ts";
import { rowsAs } from "./rows.ts";
import type { SourceRow } from "./sources.ts";

export interface LayoutRow {
  readonly id: number;
  readonly name: string;
  readonly createdAt: Date;
  /** The newest version, and what it is. */
  readonly version: number;
  readonly kind: string;
  readonly madeAt: Date;
  readonly madeByName: string;
  /** Sources that are read with any of its versions. */
  readonly sources: number;
}

export interface LayoutVersionRow {
  readonly version: number;
  readonly kind: string;
  readonly madeAt: Date;
  readonly madeByName: string;
}

export interface NewLayoutVersion {
  readonly companyId: number;
  readonly layoutId: number;
  readonly version: number;
  readonly kind: string;
  readonly layout: string;
  readonly madeBy: string | null;
  readonly madeByName: string;
  readonly madeAt: Date;
}

/** All verbs here: inside the company, role web where nothing else is said. By name, a page at a time. */
export async function listLayouts(
  tx: Tx,
  companyId: number,
  page: { readonly limit: number; readonly offset: number; readonly id?: number },
): Promise<LayoutRow[]> {
  return rowsAs(
    await tx`
    select l.id, l.name, l.created_at, v.version, v.kind, v.made_at, v.made_by_name,
      (select count(*)::int from data.source s where s.company_id = ${companyId} and s.layout_id = l.id and s.removed_at is null) as sources
    from data.layout l
    cross join lateral (
      select n.* from data.layout_version n where n.company_id = ${companyId} and n.layout_id = l.id order by n.version desc limit 1) v
    where l.company_id = ${companyId} and l.removed_at is null and (${page.id ?? null}::int is null or l.id = ${page.id ?? null}::int)
    order by lower(l.name), l.id limit ${page.limit} offset ${page.offset}`,
  );
}

export async function countLayouts(tx: Tx, companyId: number): Promise<number> {
  const [row] = await tx`
    select count(*)::int as n from data.layout l where l.company_id = ${companyId} and l.removed_at is null`;
  return row?.["n"] as number;
}

/** Newest first. */
export async function listLayoutVersions(tx: Tx, companyId: number, layoutId: number): Promise<LayoutVersionRow[]> {
  return rowsAs(
    await tx`
    select v.version, v.kind, v.made_at, v.made_by_name from data.layout_version v
    where v.company_id = ${companyId} and v.layout_id = ${layoutId} order by v.version desc`,
  );
}

/** The JSON text of a version; null when there is none. Roles web, ingest and collect. */
export async function layoutText(tx: Tx, companyId: number, id: number, version: number): Promise<string | null> {
  const [row] = await tx`
    select v.layout from data.layout_version v
    where v.company_id = ${companyId} and v.layout_id = ${id} and v.version = ${version}`;
  return row === undefined ? null : (row["layout"] as string);
}

/** Answers the id, counted within the company; null when another layout has the name. */
export async function addLayout(tx: Tx, companyId: number, name: string, at: Date): Promise<number | null> {
  const same = await tx`select from data.layout l
    where l.company_id = ${companyId} and l.removed_at is null and lower(l.name) = lower(${name})`;
  if (same.length > 0) return null;
  const [row] = await tx`insert into data.layout (company_id, id, name, created_at)
    select ${companyId}, coalesce(max(l.id), 0) + 1, ${name}, ${at} from data.layout l where l.company_id = ${companyId}
    on conflict do nothing returning id`;
  if (row === undefined)
    throw new AppError("conflict", "Somebody else saves a layout at this moment. Try again.", { retry: true });
  return row["id"] as number;
}

/** False when that version is there already: somebody else has saved it meanwhile. */
export async function addLayoutVersion(tx: Tx, one: NewLayoutVersion): Promise<boolean> {
  const rows = await tx`
    insert into data.layout_version (company_id, layout_id, version, kind, layout, made_by, made_by_name, made_at)
    values (${one.companyId}, ${one.layoutId}, ${one.version}, ${one.kind}, ${one.layout}, ${one.madeBy}, ${one.madeByName}, ${one.madeAt})
    on conflict do nothing returning version`;
  return rows.length > 0;
}

/** Answers false when another layout has the name. */
export async function renameLayout(tx: Tx, companyId: number, id: number, name: string): Promise<boolean> {
  const rows = await tx`update data.layout l set name = ${name} where l.company_id = ${companyId} and l.id = ${id}
    and not exists (select from data.layout o where o.company_id = ${companyId} and o.id <> ${id} and o.removed_at is null
      and lower(o.name) = lower(${name})) returning l.id`;
  return rows.length > 0;
}

/** It is offered no more; its versions stay, since records name them. */
export async function removeLayout(tx: Tx, companyId: number, id: number, at: Date): Promise<void> {
  await tx`update data.layout l set removed_at = ${at} where l.company_id = ${companyId} and l.id = ${id}`;
}

/** What each version has read of what is still there, and the sources that name it. */
export async function layoutUse(
  tx: Tx,
  companyId: number,
  id: number,
): Promise<{
  readonly read: readonly { readonly version: number; readonly segments: number; readonly records: number }[];
  readonly sources: readonly { readonly id: number; readonly name: string; readonly version: number }[];
}> {
  const read =
    await tx`select r.version, r.segments::int, r.records::int8 from data.read_by_layout(${companyId}, ${id}) r`;
  const sources = await tx`select s.id, s.name, s.layout_version as version from data.source s
    where s.company_id = ${companyId} and s.layout_id = ${id} and s.removed_at is null order by s.name, s.id`;
  return {
    read: read.map((row) => ({
      version: row["version"] as number,
      segments: row["segments"] as number,
      records: Number(row["records"]),
    })),
    sources: rowsAs(sources),
  };
}

/** Role ingest. The number under which records remember what has read them. */
export async function readerOf(
  sql: Sql,
  companyId: number,
  of: Pick<SourceRow, "driver" | "layoutId" | "layoutVersion">,
): Promise<number> {
  const readers = knownReaders.get(sql) ?? new Map<string, number>();
  knownReaders.set(sql, readers);
  const key = `${companyId} ${of.driver} ${of.layoutId} ${of.layoutVersion}`;
  const before = readers.get(key);
  if (before !== undefined) return before;
  const [row] = await withCompany(
    sql,
    companyId,
    (tx) => tx`select data.reader_of(${companyId}, ${of.driver}, ${of.layoutId}, ${of.layoutVersion}) as id`,
  );
  const id = row?.["id"] as number;
  if (readers.size >= 5_000) readers.clear();
  readers.set(key, id);
  return id;
}

const knownReaders = new WeakMap<Sql, Map<string, number>>();
