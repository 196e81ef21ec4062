import type { Tx } from "#db/clients.ts";

/** When bytes of each source were last taken over, of sessions since `from`. Role web. */
export async function lastCollected(tx: Tx, companyId: number, from: Date): Promise<ReadonlyMap<number, Date>> {
  const rows = await tx`select s.id as source_id, n.at from data.source s cross join lateral (
      select t.last_at as at from data.transfer_session t
      where t.company_id = s.company_id and t.source_id = s.id and t.started_at >= ${from} and t.bytes > 0
      order by t.started_at desc limit 1) n
    where s.company_id = ${companyId}`;
  return new Map(rows.map((row) => [row["source_id"] as number, row["at"] as Date]));
}

/** What each source brought in the sessions that moved something since then. */
export interface RecentAmount {
  readonly records: number;
  readonly undefinedLines: number;
}

/** Role web. A session lasts for an hour at the most. */
export async function recentAmounts(tx: Tx, companyId: number, from: Date): Promise<ReadonlyMap<number, RecentAmount>> {
  const rows =
    await tx`select t.source_id, sum(t.records)::int8 as records, sum(t.undefined_lines)::int8 as undefined_lines
    from data.transfer_session t
    where t.company_id = ${companyId} and t.started_at >= ${new Date(from.getTime() - 3_600_000)} and t.last_at >= ${from}
    group by t.source_id`;
  return new Map(
    rows.map((row) => [
      row["source_id"] as number,
      { records: Number(row["records"]), undefinedLines: Number(row["undefined_lines"]) },
    ]),
  );
}

/** Frames in the inbox that nobody has read yet, and since when the oldest of them lies there. */
export interface InboxWaiting {
  readonly frames: number;
  readonly since: Date | null;
}

/** Role web. Told by the sessions of the last days: their frames, and how many of them were read. */
export async function inboxWaiting(tx: Tx, companyId: number, sourceId: number, from: Date): Promise<InboxWaiting> {
  const [row] = await tx`select coalesce(sum(t.frames - t.read_frames), 0)::int8 as frames, min(t.last_at) as since
    from data.transfer_session t
    where t.company_id = ${companyId} and t.source_id = ${sourceId} and t.started_at >= ${from} and t.frames > t.read_frames`;
  return { frames: Number(row?.["frames"] ?? 0), since: (row?.["since"] as Date | null | undefined) ?? null };
}

/** What a session moved and what became of it, as far as a rate needs it. */
export interface SessionAmount {
  readonly startedAt: Date;
  readonly lastAt: Date;
  readonly records: number;
  readonly undefinedLines: number;
  readonly frames: number;
}

/** Role web. Sessions of a source that reach into the time since `from`, at most `limit`. */
export async function sessionAmounts(
  tx: Tx,
  companyId: number,
  sourceId: number,
  from: Date,
  limit: number,
): Promise<SessionAmount[]> {
  const rows =
    await tx`select t.started_at, t.last_at, t.records, t.undefined_lines, t.frames from data.transfer_session t
    where t.company_id = ${companyId} and t.source_id = ${sourceId} and t.started_at >= ${new Date(from.getTime() - 3_600_000)}
      and t.last_at >= ${from} order by t.started_at desc limit ${limit}`;
  return rows.map((row) => ({
    startedAt: row["started_at"] as Date,
    lastAt: row["last_at"] as Date,
    records: Number(row["records"]),
    undefinedLines: Number(row["undefined_lines"]),
    frames: Number(row["frames"]),
  }));
}
