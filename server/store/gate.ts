import { AppError } from "../domain/app-error.ts";
import type { Tx } from "#db/clients.ts";
import type { GateCount } from "./batch.ts";
import type { Day } from "./day.ts";
import { rowAs, rowsAs } from "./rows.ts";

export type GateKind = "filter" | "shield";

/** What a company has said about its gate. No number of a person stands in it. */
export interface GateRow {
  readonly companyId: number;
  readonly kind: GateKind;
  /** Counts the changes: whoever changes what somebody else has changed meanwhile is told. */
  readonly version: number;
  readonly settings: unknown;
  readonly setAt: Date;
  readonly setBy: string | null;
  readonly setByName: string;
}

/** Role web. */
export async function readGate(tx: Tx, companyId: number, kind: GateKind): Promise<GateRow | null> {
  const [row] = await tx`select * from data.gate_setting g where g.company_id = ${companyId} and g.kind = ${kind}`;
  return row === undefined ? null : rowAs(row);
}

/** Role web. `version`: the one that was read, 0 where there was none. Throws AppError "conflict" when it is not that one any more. */
export async function setGate(tx: Tx, row: GateRow): Promise<void> {
  const rows = await tx`
    insert into data.gate_setting as g (company_id, kind, version, settings, set_at, set_by, set_by_name)
    select ${row.companyId}, ${row.kind}, ${row.version + 1}, ${tx.json(row.settings as never)}, ${row.setAt}, ${row.setBy}, ${row.setByName}
    where ${row.version} = coalesce((select o.version from data.gate_setting o where o.company_id = ${row.companyId} and o.kind = ${row.kind}), 0)
    on conflict (company_id, kind) do update set version = excluded.version, settings = excluded.settings, set_at = excluded.set_at,
      set_by = excluded.set_by, set_by_name = excluded.set_by_name
      where g.version = ${row.version}
    returning 1`;
  if (rows.length === 0) throw changedMeanwhile();
}

/** Throws AppError "conflict" where somebody else has said something since `version` was read. */
export function requireVersion(row: Pick<GateRow, "version"> | null, version: number): void {
  if ((row?.version ?? 0) !== version) throw changedMeanwhile();
}

function changedMeanwhile(): AppError {
  const text = "Somebody else has changed these rules meanwhile. Load them again, then change them.";
  return new AppError("conflict", text, { retry: true });
}

/** What a company has said of its gate, null where it has said nothing. Roles collect, and web for a collector at the customer. */
export async function storedGateOf(tx: Tx, companyId: number): Promise<Record<GateKind, unknown>> {
  const rows = rowsAs<Pick<GateRow, "kind" | "settings">>(
    await tx`select g.kind, g.settings from data.gate_setting g where g.company_id = ${companyId}`,
  );
  const said = (kind: GateKind) => rows.find((row) => row.kind === kind)?.settings ?? null;
  return { filter: said("filter"), shield: said("shield") };
}

/** Role ingest, in the transaction of the batch. */
export async function addGateCounts(
  tx: Tx,
  companyId: number,
  sourceId: number,
  { day, counts }: { readonly day: Day; readonly counts: readonly GateCount[] },
): Promise<void> {
  await tx`select data.add_gate_counts(${companyId}, ${sourceId}, ${day}::date, ${counts.map((one) => one.kind)}::int2[],
    ${counts.map((one) => one.code)}::int4[], ${counts.map((one) => one.frames)}::int8[])`;
}

/** What the gate did on a day, by source. */
export interface GateCountRow {
  readonly day: Day;
  readonly sourceId: number;
  readonly kind: number;
  readonly code: number;
  readonly frames: number;
}

/** Role web. Both days belong to it; the caller bounds them. */
export async function listGateCounts(tx: Tx, companyId: number, days: { from: Day; to: Day }): Promise<GateCountRow[]> {
  return rowsAs(
    await tx`select c.day, c.source_id, c.kind, c.code, c.frames from data.gate_count c
      where c.company_id = ${companyId} and c.day >= ${days.from}::date and c.day <= ${days.to}::date
      order by c.day, c.source_id, c.kind, c.code limit 20000`,
  );
}
