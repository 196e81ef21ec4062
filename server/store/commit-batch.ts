import type { Sql, Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import type { StoreBatch, StoredBatch } from "./batch.ts";
import { closeAgain } from "./close-again.ts";
import { closeJoin, noteJoined } from "./waiting-legs.ts";
import { copyInto } from "./copy-into.ts";
import { asStoreError, CheckpointElsewhere } from "./fence.ts";
import { addGateCounts } from "./gate.ts";
import { findStored, isKnownOtherwise } from "./find-stored.ts";
import { type LeafRows, leafRows, msOfId } from "./leaves.ts";
import { ensureDays, ensureMonths, forgetPartitions } from "./partitions.ts";
import { addProcessed } from "./processed.ts";
import { callDayEnds, storedCounts } from "./stored-counts.ts";

/**
 * Stores a batch in one transaction behind the fence, each call once. COPY is optimistic: only when an id exists already is
 * it asked which calls are known. Throws AppError "fenced" (resolve the subjects again) and CheckpointElsewhere.
 */
export async function commitBatch(sql: Sql, batch: StoreBatch): Promise<StoredBatch> {
  let current = batch;
  let duplicates = 0;
  if (batch.hasAliases === true && (await isKnownOtherwise(sql, batch))) {
    const { drop, ordinals } = await findStored(sql, batch);
    duplicates += drop.size;
    if (drop.size + ordinals.size > 0) current = await batch.rebuild(drop, ordinals);
  }
  for (let attempt = 1; ; attempt++) {
    try {
      await storeOnce(sql, current, duplicates);
      return { inserted: current.records.length, duplicates, alreadyStored: false };
    } catch (error) {
      const refusal = asStoreError(error);
      if (
        refusal instanceof CheckpointElsewhere &&
        refusal.position >= batch.checkpoint.to &&
        batch.checkpoint.to > batch.checkpoint.from
      ) {
        return { inserted: 0, duplicates: 0, alreadyStored: true };
      }
      if (attempt >= ATTEMPTS || !mayBeRepeated(sql, error)) throw refusal;
      if (isKnownCall(error)) {
        const { drop, ordinals } = await findStored(sql, current);
        duplicates += drop.size;
        current = await current.rebuild(drop, ordinals);
      }
    }
  }
}

const ATTEMPTS = 6;

async function storeOnce(sql: Sql, batch: StoreBatch, duplicates: number): Promise<void> {
  const leaves = await ensureLeaves(sql, batch);
  const copies = leafRows(batch, (day) => leaves.get(day) ?? "missing");
  await withCompany(sql, batch.companyId, async (tx) => {
    const fence = tx`select data.hold_fence(${batch.companyId}, ${batch.epoch})`.execute();
    try {
      await copyAll(tx, copies);
    } catch (error) {
      // What the copy met may only be the end of a transaction that the fence had refused.
      await fence;
      throw error;
    }
    await fence;
    await batch.after;
    if (batch.dropped != null) {
      const { day, product, counts } = batch.dropped;
      await tx`select data.add_dropped(${batch.companyId}, ${day}::date, ${product}::int2, ${[...counts.keys()]}::text[],
        ${[...counts.values()]}::int8[])`;
    }
    if (batch.gate != null && batch.gate.counts.length > 0)
      await addGateCounts(tx, batch.companyId, batch.checkpoint.sourceId, batch.gate);
    if (batch.joined !== undefined && batch.joined.calls.length > 0)
      await noteJoined(tx, batch.companyId, batch.checkpoint.sourceId, batch.joined);
    await addProcessed(tx, batch.companyId, batch.checkpoint.sourceId, batch.processed ?? []);
    if (batch.again != null) await closeAgain(tx, batch, batch.again);
    else if (batch.join == null) await closeBatch(tx, batch, duplicates);
    else await closeJoin(tx, batch, batch.join, duplicates);
  });
}

async function copyAll(tx: Tx, copies: readonly LeafRows[]): Promise<void> {
  for (const copy of copies) await copyInto(tx, copy.table, copy.columns, copy.rows);
}

async function ensureLeaves(sql: Sql, batch: StoreBatch): Promise<ReadonlyMap<string, string>> {
  const days = new Set<string>();
  for (const party of batch.parties) days.add(party.expiresOn);
  for (const raw of batch.rawSegments) days.add(raw.expiresOn);
  for (const line of batch.undefinedLines) days.add(line.expiresOn);
  const dayNumbers = new Set<number>();
  for (const record of batch.records) dayNumbers.add(Math.floor(msOfId(record.id) / DAY_MS));
  await ensureMonths(
    sql,
    [...dayNumbers].map((number) => new Date(number * DAY_MS).toISOString().slice(0, 10)).filter(isPlainYear),
  );
  return ensureDays(sql, days);
}

const DAY_MS = 86_400_000;

/** Years beyond 9999 are written otherwise, and share one partition anyway. */
function isPlainYear(day: string): boolean {
  return !day.startsWith("+");
}

async function closeBatch(tx: Tx, batch: StoreBatch, duplicates: number): Promise<void> {
  const { checkpoint, session, audit } = batch;
  const counts = storedCounts(batch);
  const ends = callDayEnds(batch);
  const late = session?.late ?? 0;
  const sessionCounts =
    session === null
      ? []
      : [
          batch.records.length,
          session.undefinedLines,
          duplicates,
          late,
          session.joined,
          session.filtered,
          session.waiting,
        ];
  const detail = audit === null ? null : tx.json({ ...audit.detail, records: batch.records.length, duplicates });
  await tx`select data.close_batch(${batch.companyId}, ${checkpoint.sourceId}, ${checkpoint.deliveryId}, ${checkpoint.from}, ${checkpoint.to},
    ${checkpoint.fencing}, ${checkpoint.identity === null ? null : tx.json(checkpoint.identity as never)}, ${checkpoint.done},
    ${counts.days}::date[], ${counts.products}::int2[], ${counts.classes}::int2[], ${counts.held}::int8[], ${ends.callDays}::date[], ${ends.endDays}::date[],
    ${session?.sessionId ?? null}, ${sessionCounts}::int8[], ${audit?.actor ?? null}, ${audit?.action ?? null}, ${detail})`;
}

function isKnownCall(error: unknown): boolean {
  const { code, table_name: table } = error as { code?: string; table_name?: string };
  return code === "23505" && table?.startsWith("call_record_") === true;
}

/** A deadlock, a lock that took too long, or a partition that went between two batches: the whole batch again. */
function mayBeRepeated(sql: Sql, error: unknown): boolean {
  const { code } = error as { code?: string };
  if (code === "42P01") forgetPartitions(sql);
  return isKnownCall(error) || code === "42P01" || code === "40P01" || code === "55P03" || code === "40001";
}
