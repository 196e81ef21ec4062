import type { JWK } from "jose";
import type { Sql, Tx } from "#db/clients.ts";
import type { Day } from "./day.ts";
import { rowAs, rowsAs } from "./rows.ts";

/** A collector at the customer's site. Role web. */
export interface EdgeRow {
  readonly companyId: number;
  readonly id: string;
  readonly name: string;
  readonly invitedAt: Date;
  /** null once the code was used, or has been guessed at too often. */
  readonly codeEndsAt: Date | null;
  readonly codeHash: string | null;
  readonly codeTries: number;
  readonly enrolledAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastContactAt: Date | null;
  /** When it last showed that it follows the present task. */
  readonly settledAt: Date | null;
  readonly lastSequence: number;
  readonly signKey: JWK | null;
  readonly sealKey: JWK | null;
  readonly release: string | null;
  /** How far its clock is ahead of the portal's. */
  readonly clockOffsetMs: number | null;
  readonly diskFreeBytes: number | null;
  readonly waitingSegments: number;
  readonly waitingBytes: number;
  readonly oldestWaiting: Day | null;
  readonly keysUntil: Day | null;
  readonly isFull: boolean;
  /** Requests in its name that were turned away. */
  readonly refused: number;
  readonly refusedAt: Date | null;
}

/** Throws what Postgres says (23505) for a name that is taken. */
export async function inviteEdge(
  tx: Tx,
  edge: Pick<EdgeRow, "companyId" | "id" | "name" | "invitedAt"> & { codeEndsAt: Date; codeHash: string },
): Promise<void> {
  await tx`insert into data.edge (company_id, id, name, invited_at, code_ends_at, code_hash)
    values (${edge.companyId}, ${edge.id}, ${edge.name}, ${edge.invitedAt}, ${edge.codeEndsAt}, ${edge.codeHash})`;
}

/** A new code for one that is not enrolled yet; false for any other. */
export async function inviteAgain(
  tx: Tx,
  edge: Pick<EdgeRow, "companyId" | "id"> & { codeEndsAt: Date; codeHash: string },
): Promise<boolean> {
  const rows =
    await tx`update data.edge e set code_ends_at = ${edge.codeEndsAt}, code_hash = ${edge.codeHash}, code_tries = 0
    where e.company_id = ${edge.companyId} and e.id = ${edge.id} and e.enrolled_at is null and e.revoked_at is null returning e.id`;
  return rows.length > 0;
}

export async function edgeById(tx: Tx, companyId: number, id: string): Promise<EdgeRow | null> {
  const [row] = await tx`select * from data.edge e where e.company_id = ${companyId} and e.id = ${id}`;
  return row === undefined ? null : asEdge(row);
}

/** Those at work first, each by name; `after` is the last one seen. */
export async function listEdges(
  tx: Tx,
  companyId: number,
  page: { after: { revoked: boolean; name: string; id: string } | null; limit: number },
): Promise<EdgeRow[]> {
  const { after } = page;
  const rows = await tx`select * from data.edge e where e.company_id = ${companyId}
      and (${after === null} or (e.revoked_at is not null, e.name, e.id) > (${after?.revoked ?? false}, ${after?.name ?? ""}, ${after?.id ?? NOBODY}::uuid))
    order by e.revoked_at is not null, e.name, e.id limit ${page.limit}`;
  return rows.map(asEdge);
}

/** Those that are enrolled and not revoked, for who watches. */
export async function edgesAtWork(
  tx: Tx,
  companyId: number,
): Promise<{ id: string; name: string; lastContactAt: Date; isFull: boolean; keysUntil: Day | null }[]> {
  return rowsAs(
    await tx`select e.id, e.name, coalesce(e.last_contact_at, e.enrolled_at) as last_contact_at, e.is_full, e.keys_until from data.edge e
      where e.company_id = ${companyId} and e.enrolled_at is not null and e.revoked_at is null order by e.name, e.id limit 1000`,
  );
}

/** Counts one try of a code; the code dies with the last one that is allowed. Answers the tries so far. */
export async function countTry(tx: Tx, companyId: number, id: string, most: number): Promise<void> {
  await tx`update data.edge e set code_tries = e.code_tries + 1,
      code_hash = case when e.code_tries + 1 >= ${most} then null else e.code_hash end
    where e.company_id = ${companyId} and e.id = ${id} and e.code_hash is not null`;
}

/** Spends the code. False when somebody else has spent it meanwhile. */
export async function enrolEdge(
  tx: Tx,
  edge: { companyId: number; id: string; codeHash: string; at: Date; signKey: JWK; sealKey: JWK; release: string },
): Promise<boolean> {
  const rows =
    await tx`update data.edge e set enrolled_at = ${edge.at}, last_contact_at = ${edge.at}, code_hash = null, code_ends_at = null,
      sign_key = ${tx.json(edge.signKey as never)}, seal_key = ${tx.json(edge.sealKey as never)}, release = ${edge.release}
    where e.company_id = ${edge.companyId} and e.id = ${edge.id} and e.code_hash = ${edge.codeHash} and e.enrolled_at is null
      and e.revoked_at is null and e.code_ends_at > ${edge.at} returning e.id`;
  return rows.length > 0;
}

/** Each request has a higher number than all before: false for one that was seen, or of an edge that was revoked meanwhile. */
export async function takeSequence(
  tx: Tx,
  edge: { companyId: number; id: string; sequence: number; at: Date; clockOffsetMs: number },
): Promise<boolean> {
  const rows =
    await tx`update data.edge e set last_sequence = ${edge.sequence}, last_contact_at = ${edge.at}, clock_offset_ms = ${edge.clockOffsetMs}
    where e.company_id = ${edge.companyId} and e.id = ${edge.id} and e.last_sequence < ${edge.sequence}
      and e.enrolled_at is not null and e.revoked_at is null returning e.id`;
  return rows.length > 0;
}

/** Answers how many there were before. */
export async function countRefused(tx: Tx, companyId: number, id: string, at: Date): Promise<number | null> {
  const [row] = await tx`update data.edge e set refused = e.refused + 1, refused_at = ${at}
    where e.company_id = ${companyId} and e.id = ${id} returning e.refused`;
  return row === undefined ? null : Number(row["refused"]) - 1;
}

export type EdgeHealth = Pick<
  EdgeRow,
  "release" | "diskFreeBytes" | "waitingSegments" | "waitingBytes" | "oldestWaiting" | "keysUntil" | "isFull"
>;

/** It follows the present task: what it told with the same contact is all that it holds of sources that were stopped before. */
export async function tellSettled(tx: Tx, companyId: number, id: string, settledAt: Date): Promise<void> {
  await tx`update data.edge e set settled_at = ${settledAt} where e.company_id = ${companyId} and e.id = ${id}`;
}

export async function tellHealth(tx: Tx, companyId: number, id: string, health: EdgeHealth): Promise<void> {
  await tx`update data.edge e set release = ${health.release}, disk_free_bytes = ${health.diskFreeBytes}, waiting_segments = ${health.waitingSegments},
      waiting_bytes = ${health.waitingBytes}, oldest_waiting = ${health.oldestWaiting}::date, keys_until = ${health.keysUntil}::date, is_full = ${health.isFull}
    where e.company_id = ${companyId} and e.id = ${id}`;
}

/** From its next request on it is turned away. False when it was revoked before. */
export async function revokeEdge(tx: Tx, companyId: number, id: string, at: Date): Promise<boolean> {
  const rows = await tx`update data.edge e set revoked_at = ${at}, code_hash = null
    where e.company_id = ${companyId} and e.id = ${id} and e.revoked_at is null returning e.id`;
  return rows.length > 0;
}

/**
 * Role keeper, all companies: the oldest day whose inbox key an edge may still need, as far as each has told; after its last contact
 * it may have written with the keys of the days that followed. null where no edge is at work.
 */
export async function oldestEdgeDay(keeper: Sql): Promise<Day | null> {
  const [row] =
    await keeper`select min(least(e.oldest_waiting, (e.last_contact_at at time zone 'UTC')::date)) as day from data.edge e
      where e.enrolled_at is not null and e.revoked_at is null`;
  return (row?.["day"] ?? null) as Day | null;
}

const NOBODY = "00000000-0000-0000-0000-000000000000";
const NUMBERS = ["lastSequence", "clockOffsetMs", "diskFreeBytes", "waitingBytes", "refused"] as const;

/** Counts that are wider than an int come as they are stored. */
function asEdge(row: unknown): EdgeRow {
  const edge = rowAs<Record<string, unknown>>(row);
  for (const name of NUMBERS) if (edge[name] !== null) edge[name] = Number(edge[name]);
  return edge as unknown as EdgeRow;
}

export interface EdgeSource {
  readonly edgeId: string;
  readonly id: number;
  readonly name: string;
  readonly state: string;
}

/** How these edges are called, also those that were revoked. */
export async function edgeNames(
  tx: Tx,
  companyId: number,
  ids: readonly string[],
): Promise<{ id: string; name: string; isRevoked: boolean }[]> {
  return rowsAs(
    await tx`select e.id, e.name, e.revoked_at is not null as is_revoked from data.edge e
      where e.company_id = ${companyId} and e.id = any(${[...ids]}::uuid[])`,
  );
}

/** Which sources run at these edges. */
export async function sourcesOfEdges(tx: Tx, companyId: number, edgeIds: readonly string[]): Promise<EdgeSource[]> {
  return rowsAs(
    await tx`select s.edge_id, s.id, s.name, s.state from data.source s where s.company_id = ${companyId}
      and s.edge_id = any(${[...edgeIds]}::uuid[]) and s.removed_at is null order by s.name, s.id limit 10000`,
  );
}
