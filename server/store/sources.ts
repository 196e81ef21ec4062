import type { Sql, Tx } from "#db/clients.ts";
import { AppError } from "../domain/app-error.ts";
import { rowAs, rowsAs } from "./rows.ts";

export type SourceState = "running" | "stopped" | "failed";

/** Where records come from. Site settings that are null are the company's. `settings` are the transport's, e.g. {path, pattern, mode}. */
export interface SourceRow {
  readonly companyId: number;
  readonly id: number;
  readonly name: string;
  readonly transport: string;
  readonly driver: string;
  readonly product: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly driverOptions: Readonly<Record<string, unknown>>;
  readonly state: SourceState;
  /** A code, e.g. "unreadable"; null while all is well. */
  readonly stateReason: string | null;
  readonly stateSince: Date;
  readonly timeZone: string | null;
  readonly country: string | null;
  readonly outsideLine: string | null;
  readonly extensionDigits: number | null;
  readonly internationalPrefix: string | null;
  readonly keepNames: boolean;
  readonly createdAt: Date;
  readonly removedAt: Date | null;
  readonly lastSeenAt: Date | null;
  /** The saved layout that its driver is told, and which version of it; both or neither. */
  readonly layoutId: number | null;
  readonly layoutVersion: number | null;
  /** The collector at the customer that runs it; null = those at home. */
  readonly edgeId: string | null;
}

export type NewSource = Omit<
  SourceRow,
  | "id"
  | "state"
  | "stateReason"
  | "stateSince"
  | "createdAt"
  | "removedAt"
  | "lastSeenAt"
  | "layoutId"
  | "layoutVersion"
  | "edgeId"
> &
  Partial<Pick<SourceRow, "layoutId" | "layoutVersion" | "edgeId">>;

/** Adds a stopped source and answers its id, counted within the company. */
export async function addSource(tx: Tx, source: NewSource): Promise<number> {
  for (let attempt = 0; attempt < 10; attempt++) {
    const [row] = await tx`
      insert into data.source (company_id, id, name, transport, driver, product, settings, driver_options, time_zone, country, outside_line,
        extension_digits, international_prefix, keep_names, layout_id, layout_version, edge_id)
      select ${source.companyId}, coalesce(max(s.id), 0) + 1, ${source.name}, ${source.transport}, ${source.driver}, ${source.product}::int2,
        ${tx.json(source.settings as never)}, ${tx.json(source.driverOptions as never)}, ${source.timeZone}, ${source.country}, ${source.outsideLine},
        ${source.extensionDigits}::int2, ${source.internationalPrefix}, ${source.keepNames},
        ${source.layoutId ?? null}::int, ${source.layoutVersion ?? null}::int, ${source.edgeId ?? null}::uuid
      from data.source s where s.company_id = ${source.companyId}
      on conflict do nothing
      returning id`;
    if (row !== undefined) return row["id"] as number;
  }
  throw new AppError("conflict", "Somebody else adds sources at this moment. Try again.", { retry: true });
}

/** Sources of a company by name; removed ones are left out unless asked for, since their records still name them. */
export async function listSources(
  tx: Tx,
  companyId: number,
  options: { removed?: boolean } = {},
): Promise<SourceRow[]> {
  return rowsAs(
    await tx`select * from data.source s where s.company_id = ${companyId}
    and (${options.removed === true} or s.removed_at is null) order by s.name, s.id`,
  );
}

export async function sourceById(tx: Tx, companyId: number, id: number): Promise<SourceRow | null> {
  const [row] = await tx`select * from data.source s where s.company_id = ${companyId} and s.id = ${id}`;
  return row === undefined ? null : rowAs(row);
}

/** As it is and, until the transaction ends, as it stays: nobody else changes it between a check and what follows from it. */
export async function lockSource(tx: Tx, companyId: number, id: number): Promise<SourceRow | null> {
  const [row] = await tx`select * from data.source s where s.company_id = ${companyId} and s.id = ${id} for update`;
  return row === undefined ? null : rowAs(row);
}

/** `credentialsAt`: when any of its credentials was last set. */
export type SourceToCollect = SourceRow & { readonly credentialsAt: Date | null };

/** Role collect, no company: every source that should be running at home now. One that failed for a `stopping` reason waits for a person. */
export async function listSourcesToCollect(collect: Sql, stopping: readonly string[] = []): Promise<SourceToCollect[]> {
  return rowsAs(
    await collect`select s.*, (select max(c.set_at) from data.source_credential c where c.company_id = s.company_id and c.source_id = s.id) as credentials_at
      from data.source s where s.removed_at is null and s.edge_id is null
        and (s.state = 'running' or s.state = 'failed' and s.state_reason <> all(${[...stopping]}::text[])) order by s.company_id, s.id`,
  );
}

export type SourceChange = Partial<Omit<NewSource, "companyId" | "transport">>;

export async function changeSource(tx: Tx, companyId: number, id: number, change: SourceChange): Promise<void> {
  const now = await lockSource(tx, companyId, id);
  if (now === null || now.removedAt !== null) throw new AppError("not-found", "This source does not exist.");
  const next = { ...now, ...change };
  await tx`update data.source s set name = ${next.name}, driver = ${next.driver}, product = ${next.product}::int2, settings = ${tx.json(next.settings as never)},
      driver_options = ${tx.json(next.driverOptions as never)}, time_zone = ${next.timeZone}, country = ${next.country}, outside_line = ${next.outsideLine},
      extension_digits = ${next.extensionDigits}::int2, international_prefix = ${next.internationalPrefix}, keep_names = ${next.keepNames},
      layout_id = ${next.layoutId}, layout_version = ${next.layoutVersion}
    where s.company_id = ${companyId} and s.id = ${id}`;
}

/** Starts, stops or reports a failure. Roles web and collect. `at` also says when the source was last seen at work. */
export async function setSourceState(
  tx: Tx,
  companyId: number,
  id: number,
  state: SourceState,
  reason: string | null,
  at: Date,
): Promise<boolean> {
  const rows = await tx`update data.source s set state = ${state}, state_reason = ${reason},
      state_since = case when s.state = ${state} and s.state_reason is not distinct from ${reason} then s.state_since else ${at} end
    where s.company_id = ${companyId} and s.id = ${id} and s.removed_at is null returning s.id`;
  return rows.length > 0;
}

/** Role web. The row stays, since records name it; what was being read is forgotten. */
export async function removeSource(tx: Tx, companyId: number, id: number, at: Date): Promise<void> {
  await tx`update data.source s set removed_at = ${at}, state = 'stopped', state_since = ${at} where s.company_id = ${companyId} and s.id = ${id}`;
  await tx`delete from data.source_lease l where l.company_id = ${companyId} and l.source_id = ${id}`;
}
