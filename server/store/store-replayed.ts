import type { Sql, Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { uuidText } from "../domain/uuid.ts";
import type { StoreParty, StoreRawSegment, StoreRecord } from "./batch.ts";
import { copyInto } from "./copy-into.ts";
import { asStoreError } from "./fence.ts";
import { leafRows } from "./leaves.ts";
import { ensureDays, ensureMonths } from "./partitions.ts";
import type { RawStep, RawWorkRow } from "./raw-work.ts";
import type { RewrittenSegment } from "./raw-segments.ts";
import type { PartyOfRecord } from "./search-parties.ts";
import { callDayEnds, storedCounts } from "./stored-counts.ts";

/** A stored call that is read otherwise. */
export interface ReplayedCall {
  readonly former: { readonly id: string; readonly segmentId: string; readonly ordinal: number };
  /** As it is stored now; `record.id` is its id from now on. */
  readonly record: StoreRecord;
  /** Rows that go, and rows that stay as they are. */
  readonly gone: readonly PartyOfRecord[];
  readonly kept: readonly PartyOfRecord[];
  /** Under which other ids, and with which kinds of identifiers, it is known when it is sent again. */
  readonly aliases: readonly { readonly id: Buffer; readonly parties: number }[];
}

/** A step of reading anew: everything in one transaction. */
export interface StoreReplay {
  readonly companyId: number;
  /** The fence under which the subjects of these calls were resolved; it goes up with the step. */
  readonly epoch: number;
  readonly work: Pick<RawWorkRow, "id" | "attempt" | "sourceId">;
  readonly step: RawStep;
  readonly calls: readonly ReplayedCall[];
  /** New rows only. */
  readonly parties: readonly StoreParty[];
  readonly rawSegments: readonly StoreRawSegment[];
  /** What is left of the segments the calls came from. */
  readonly left: readonly RewrittenSegment[];
}

/**
 * Role ingest. Throws AppError "fenced" when the fence was raised elsewhere, JoinedElsewhere when one of the calls is not as it
 * was read, and WorkStopped when the work was cancelled; nothing is stored then.
 */
export async function storeReplayed(sql: Sql, replay: StoreReplay): Promise<void> {
  const { companyId, parties, rawSegments, calls } = replay;
  const days = new Set([...parties.map((party) => party.expiresOn), ...rawSegments.map((raw) => raw.expiresOn)]);
  const leaves = await ensureDays(sql, days);
  await ensureMonths(sql, [...new Set(calls.map(({ record }) => record.startedAt.toISOString().slice(0, 10)))]);
  const rows = { companyId, records: [], undefinedLines: [], parties, rawSegments };
  const copies = leafRows(rows, (day) => leaves.get(day) ?? "missing");
  try {
    await withCompany(sql, companyId, async (tx) => {
      await changeCalls(tx, replay);
      for (const copy of copies) await copyInto(tx, copy.table, copy.columns, copy.rows);
    });
  } catch (error) {
    throw asStoreError(error);
  }
}

async function changeCalls(tx: Tx, replay: StoreReplay): Promise<void> {
  const { companyId, epoch, work, step, calls, left } = replay;
  const counts = storedCounts({ ...replay, undefinedLines: [] });
  const ends = callDayEnds({ records: calls.map(({ record }) => record), parties: replay.parties });
  const gone = calls.flatMap((call) => call.gone.map(rowOf));
  const aliases = calls.flatMap(({ record, aliases: of }) =>
    of.map(({ id, parties }) => ({ id: uuidText(id), record_id: uuidText(record.id), parties })),
  );
  const detail = { work: work.id, source: work.sourceId, calls: calls.length };
  const sealed = left.map((one) => (one.sealed === null ? "null" : `"\\\\x${one.sealed.toString("hex")}"`));
  await tx`select data.store_replayed(${companyId}, ${epoch}, ${work.id}, ${work.attempt}, ${tx.json(calls.map(callOf) as never)},
    ${tx.json(gone as never)}, ${tx.json(aliases as never)},
    ${`{${left.map((one) => one.day).join()}}`}::text::date[], ${`{${left.map((one) => one.id).join()}}`}::text::uuid[],
    ${`{${sealed.join()}}`}::text::bytea[], ${`{${left.map((one) => one.records).join()}}`}::text::int2[],
    ${`{${left.flatMap((one) => one.without.map(() => one.id)).join()}}`}::text::uuid[],
    ${`{${left.flatMap((one) => one.without).join()}}`}::text::uuid[],
    ${counts.days}::date[], ${counts.products}::int2[], ${counts.classes}::int2[], ${counts.held}::int8[], ${ends.callDays}::date[],
    ${ends.endDays}::date[], ${step.at?.day ?? null}, ${step.at?.id ?? null}, ${step.segments}, ${tx.json(step.counts)}, ${tx.json(detail)})`;
}

function rowOf({ recordId, expiresOn, pseudonym, role, class: cls }: PartyOfRecord) {
  return { record_id: recordId, expires_on: expiresOn, pseudonym, role, class: cls };
}

function callOf({ former, record, kept }: ReplayedCall) {
  const quality = record.quality ?? null;
  return {
    former: former.id,
    was_in: former.segmentId,
    was_at: former.ordinal,
    id: uuidText(record.id),
    kept: kept.map(({ expiresOn, pseudonym }) => ({ expires_on: expiresOn, pseudonym })),
    started_at: record.startedAt.toISOString(),
    call_day: record.callDay,
    duration_seconds: record.durationSeconds,
    parties: record.parties,
    kind: record.kind,
    direction: record.direction,
    disposition: record.disposition,
    endpoint_id: record.endpointId,
    queue_id: record.queueId,
    trunk_id: record.trunkId,
    ring_seconds: record.ringSeconds,
    cost_cents: record.costCents,
    erased: record.erased,
    late: record.late,
    part_of: record.partOf === null ? null : uuidText(record.partOf),
    apart: record.apart,
    nature: record.nature,
    category: record.category,
    mos_hundredths: quality?.mosHundredths ?? null,
    jitter_ms: quality?.jitterMs ?? null,
    latency_ms: quality?.latencyMs ?? null,
    loss_permille: quality?.lossPermille ?? null,
    codec: quality?.codec ?? null,
    segment_id: record.segmentId === null ? null : uuidText(record.segmentId),
    ordinal: record.ordinal,
  };
}

/** Of these ids those under which another call is known already. */
export async function knownIds(sql: Sql, companyId: number, ids: readonly Buffer[]): Promise<Map<string, string[]>> {
  if (ids.length === 0) return new Map();
  const texts = `{${ids.map((id) => uuidText(id)).join()}}`;
  const rows = await withCompany(
    sql,
    companyId,
    (tx) =>
      tx`select id, record_id from data.known_records(${companyId}, ${texts}::text::uuid[], '{}', '00000000-0000-0000-0000-000000000000')`,
  );
  const known = new Map<string, string[]>();
  for (const row of rows)
    known.set(row["id"] as string, [...(known.get(row["id"] as string) ?? []), row["record_id"] as string]);
  return known;
}
