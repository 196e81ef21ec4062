import type {
  StoreBatch,
  StoreParty,
  StoreQuality,
  StoreRawSegment,
  StoreRecord,
  StoreUndefinedLine,
} from "./batch.ts";
import { BinaryRows } from "./binary-rows.ts";
import type { Day } from "./day.ts";
import { uuidBytes } from "../domain/uuid.ts";

/** One COPY: the leaf, its columns and the rows. */
export interface LeafRows {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: Buffer;
}

type LeafBatch = Pick<StoreBatch, "companyId" | "records" | "parties" | "rawSegments" | "undefinedLines">;

/** The rows of a batch by the leaf they belong to, facts first: that is where a call stored already is refused. */
export function leafRows(batch: LeafBatch, leafOfDay: (day: Day) => string): LeafRows[] {
  return [
    ...recordRows(batch),
    ...byLeaf(
      batch.parties,
      (party) => `party_${leafOfDay(party.expiresOn)}`,
      PARTY_COLUMNS,
      (rows, party) => writeParty(rows, batch.companyId, party),
    ),
    ...byLeaf(
      batch.rawSegments,
      (raw) => `raw_segment_${leafOfDay(raw.expiresOn)}`,
      RAW_COLUMNS,
      (rows, raw) => writeRaw(rows, batch.companyId, raw),
    ),
    ...byLeaf(
      batch.undefinedLines,
      (line) => `undefined_line_${leafOfDay(line.expiresOn)}`,
      LINE_COLUMNS,
      (rows, line) => writeLine(rows, batch.companyId, line),
    ),
  ];
}

/** Hardly any dialect measures its calls: the columns for that are written where one does. */
function recordRows({ companyId, records }: LeafBatch): LeafRows[] {
  const isMeasured = records.some((record) => record.quality != null);
  return byLeaf(
    records,
    (record) => leafOfId(record.id),
    isMeasured ? MEASURED_COLUMNS : RECORD_COLUMNS,
    (rows, record) => {
      writeRecord(rows, companyId, record);
      if (isMeasured) writeQuality(rows, record.quality ?? null);
    },
  );
}

/** The moment a call id begins with, in ms since 1970. */
export function msOfId(id: Uint8Array): number {
  let ms = 0;
  for (let at = 0; at < 6; at++) ms = ms * 256 + (id[at] ?? 0);
  return ms;
}

const FIRST_MONTH_MS = Date.UTC(2000, 0, 1);
const LAST_MONTH_MS = Date.UTC(2100, 0, 1);
const months = new Map<number, string>();

function leafOfId(id: Buffer): string {
  const ms = msOfId(id);
  if (ms < FIRST_MONTH_MS) return "call_record_before";
  if (ms >= LAST_MONTH_MS) return "call_record_after";
  const day = Math.floor(ms / 86_400_000);
  const known = months.get(day);
  if (known !== undefined) return known;
  const leaf = `call_record_${new Date(ms).toISOString().slice(0, 7).replace("-", "")}`;
  if (months.size > 5_000) months.clear();
  months.set(day, leaf);
  return leaf;
}

function byLeaf<T>(
  items: readonly T[],
  leafOf: (item: T) => string,
  columns: readonly string[],
  write: (rows: BinaryRows, item: T) => void,
): LeafRows[] {
  const leaves = new Map<string, BinaryRows>();
  for (const item of items) {
    const leaf = leafOf(item);
    const rows = leaves.get(leaf) ?? new BinaryRows(items.length > 500 ? 512 * 1024 : 32 * 1024);
    leaves.set(leaf, rows);
    rows.row(columns.length);
    write(rows, item);
  }
  return [...leaves].map(([leaf, rows]) => ({ table: `data.${leaf}`, columns, rows: rows.finish() }));
}

const RECORD_COLUMNS = [
  "started_at",
  "id",
  "segment_id",
  "company_id",
  "source_id",
  "call_day",
  "duration_seconds",
  "parties",
  "product",
  "kind",
  "direction",
  "disposition",
  "ordinal",
  "endpoint_id",
  "queue_id",
  "trunk_id",
  "ring_seconds",
  "cost_cents",
  "erased",
  "late",
  "part_of",
  "apart",
  "nature",
  "category",
] as const;

const MEASURED_COLUMNS = [
  ...RECORD_COLUMNS,
  "mos_hundredths",
  "jitter_ms",
  "latency_ms",
  "loss_permille",
  "codec",
] as const;

function writeQuality(rows: BinaryRows, quality: StoreQuality | null): void {
  rows.int2(quality?.mosHundredths ?? null);
  rows.int2(quality?.jitterMs ?? null);
  rows.int2(quality?.latencyMs ?? null);
  rows.int2(quality?.lossPermille ?? null);
  rows.int2(quality?.codec ?? null);
}

function writeRecord(rows: BinaryRows, companyId: number, record: StoreRecord): void {
  rows.instant(record.startedAt);
  rows.uuid(record.id);
  rows.uuid(record.segmentId);
  rows.int4(companyId);
  rows.int4(record.sourceId);
  rows.date(record.callDay);
  rows.int4(record.durationSeconds);
  rows.int4(record.parties);
  rows.int2(record.product);
  rows.int2(record.kind);
  rows.int2(record.direction);
  rows.int2(record.disposition);
  rows.int2(record.ordinal);
  rows.int4(record.endpointId);
  rows.int4(record.queueId);
  rows.int4(record.trunkId);
  rows.int4(record.ringSeconds);
  rows.int4(record.costCents);
  rows.int4(record.erased === 0 ? null : record.erased);
  rows.int4(record.late === 0 ? null : record.late);
  rows.uuid(record.partOf);
  rows.int2(record.apart);
  rows.int2(record.nature);
  rows.int2(record.category);
}

const PARTY_COLUMNS = [
  "company_id",
  "expires_on",
  "slice_id",
  "source_id",
  "pseudonym",
  "record_id",
  "product",
  "role",
  "class",
] as const;

function writeParty(rows: BinaryRows, companyId: number, party: StoreParty): void {
  rows.int4(companyId);
  rows.date(party.expiresOn);
  rows.int4(party.sliceId);
  rows.int4(party.sourceId);
  rows.uuid(party.pseudonym);
  rows.uuid(party.recordId);
  rows.int2(party.product);
  rows.int2(party.role);
  rows.int2(party.class);
}

const RAW_COLUMNS = [
  "company_id",
  "expires_on",
  "slice_id",
  "source_id",
  "id",
  "delivery_id",
  "product",
  "records",
  "sealed",
  "reader_id",
  "received_at",
] as const;

function writeRaw(rows: BinaryRows, companyId: number, raw: StoreRawSegment): void {
  rows.int4(companyId);
  rows.date(raw.expiresOn);
  rows.int4(raw.sliceId);
  rows.int4(raw.sourceId);
  rows.uuid(raw.id);
  rows.uuid(uuidBytes(raw.deliveryId));
  rows.int2(raw.product);
  rows.int2(raw.records);
  rows.bytea(raw.sealed);
  rows.int4(raw.readerId);
  rows.instant(raw.receivedAt ?? null);
}

const LINE_COLUMNS = [
  "received_at",
  "position",
  "company_id",
  "expires_on",
  "slice_id",
  "source_id",
  "length_bytes",
  "product",
  "id",
  "delivery_id",
  "reason",
  "sealed",
  "waiting_since",
  "join_key",
  "session_id",
  "join_state",
] as const;

function writeLine(rows: BinaryRows, companyId: number, line: StoreUndefinedLine): void {
  rows.instant(line.receivedAt);
  rows.int8(line.position);
  rows.int4(companyId);
  rows.date(line.expiresOn);
  rows.int4(line.sliceId);
  rows.int4(line.sourceId);
  rows.int4(line.lengthBytes);
  rows.int2(line.product);
  rows.uuid(line.id);
  rows.uuid(uuidBytes(line.deliveryId));
  rows.text(line.reason);
  rows.bytea(line.sealed);
  const { waiting } = line;
  rows.instant(waiting?.since ?? null);
  rows.uuid(waiting?.joinKey ?? null);
  const sessionId = waiting?.sessionId ?? line.sessionId ?? null;
  rows.uuid(sessionId === null ? null : uuidBytes(sessionId));
  rows.text(waiting?.state ?? null);
}
