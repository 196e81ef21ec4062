import { DIRECTIONS, DISPOSITIONS, PRODUCTS, partyBit, RECORD_KINDS, ROLES, withParty } from "../domain/codes.ts";
import { type CallQuality, CODECS } from "../domain/quality.ts";
import { dayIn } from "../domain/zoned-time.ts";
import type { StoreBatch, StoreParty, StoreQuality, StoreRecord } from "../store/batch.ts";
import { IMPLAUSIBLE_DATE } from "../domain/collected.ts";
import { callId, factsOf, partOfId } from "./call-id.ts";
import { processedSteps } from "./count-frames.ts";
import type { Draft, Drafts } from "./draft.ts";
import type { FrameBatch } from "./frame-batch.ts";
import type { IngestContext } from "./ingest-context.ts";
import { type RawPlace, sealRaw } from "./raw-segments.ts";
import type { DroppedField } from "./read-values.ts";
import type { Places } from "./resolve-places.ts";
import type { SourceSettings } from "./source-settings.ts";
import { settledGroups } from "./settled-groups.ts";
import { sealUndefinedLines } from "./undefined-lines.ts";

/** A batch whose subjects, slices and endpoints are known. */
export interface ResolvedBatch {
  readonly ctx: IngestContext;
  readonly batch: FrameBatch;
  readonly settings: SourceSettings;
  readonly epoch: number;
  readonly hasAliases: boolean;
  readonly drafts: Drafts;
  readonly places: Places;
  readonly after: Promise<unknown> | null;
}

/** One call on its way to its rows: the draft's index and the ordinal among calls with equal facts. */
interface Call {
  readonly index: number;
  readonly draft: Draft;
  readonly ordinal: number;
  readonly id: Buffer;
}

/** The rows of a batch. Made anew, without the calls already known, when the store says so. */
export async function assembleBatch(resolved: ResolvedBatch): Promise<StoreBatch> {
  const calls: Call[] = [];
  const first = new Map<number, Buffer>();
  const repeated = new Map<string, number>();
  const { drafts } = resolved.drafts;
  for (let index = 0; index < drafts.length; index++) {
    const draft = drafts[index];
    if (draft === undefined) continue;
    const id = idOf(resolved, index, draft, 0);
    calls.push(underOrdinal(resolved, { index, draft, ordinal: 0, id }, ordinalOf(id, first, repeated)));
  }
  return assemble(resolved, calls);
}

/** The facts are not kept: a text of every call of a batch would only be carried about in memory. */
function idOf({ settings, places }: ResolvedBatch, index: number, { record }: Draft, ordinal: number): Buffer {
  return callId(record.startedAt, factsOf(record, PRODUCTS[settings.product], places.extension(index)), ordinal);
}

/** Equal facts within a batch are told apart by their order in it. The end of the id, a hash, says quickly that there are none. */
function ordinalOf(id: Buffer, first: Map<number, Buffer>, repeated: Map<string, number>): number {
  const end = id.readUInt32BE(12) >>> 2;
  const known = first.get(end);
  if (known === undefined) {
    first.set(end, id);
    return 0;
  }
  const whole = id.toString("hex");
  const ordinal = repeated.get(whole) ?? (known.equals(id) ? 1 : 0);
  repeated.set(whole, ordinal + 1);
  return ordinal;
}

async function assemble(resolved: ResolvedBatch, calls: readonly Call[]): Promise<StoreBatch> {
  const { ctx, batch, settings, drafts } = resolved;
  const raw = await sealRaw(
    ctx,
    batch,
    settings,
    calls.map((call) => call.draft),
  );
  const records: StoreRecord[] = [];
  const byDraft = new Map<number, StoreRecord>();
  const parties: StoreParty[] = [];
  const dropped: DroppedField[] = [];
  let late = 0;
  for (let i = 0; i < calls.length; i++) {
    const call = calls[i];
    if (call === undefined) continue;
    for (const field of call.draft.dropped) dropped.push(field);
    const record = recordOf(resolved, call, raw.places[i] ?? null);
    if (record.late !== 0) late++;
    records.push(record);
    byDraft.set(call.index, record);
    addParties(parties, record, call.draft);
  }
  const undefinedLines = sealUndefinedLines(ctx, batch, settings, drafts);
  const counts = {
    undefinedLines: drafts.lines.length,
    late,
    joined: drafts.joined,
    filtered: drafts.nothing,
    waiting: drafts.waiting.length,
  };
  return {
    companyId: batch.companyId,
    epoch: resolved.epoch,
    hasAliases: resolved.hasAliases,
    checkpoint: checkpointOf(batch, drafts),
    records,
    parties,
    rawSegments: raw.segments,
    undefinedLines,
    joined: { at: ctx.clock(), calls: drafts.joinedCalls },
    ...settledGroups(drafts, byDraft),
    processed: processedSteps({ batch, settings, drafts, now: ctx.clock() }, byDraft),
    gate: { day: dayIn(settings.companyZone, batch.receivedAt), counts: drafts.gate },
    dropped: droppedOf(batch, settings, dropped, drafts.implausible),
    session: batch.sessionId === null ? null : { sessionId: batch.sessionId, records: records.length, ...counts },
    audit: {
      action: "ingest.batch",
      actor: "ingest",
      detail: { source: batch.sourceId, ...counts, implausible: drafts.implausible },
    },
    ...(resolved.after === null ? {} : { after: resolved.after }),
    idAt: (index, ordinal) => {
      const call = calls[index];
      if (call === undefined) throw new RangeError("no such record in the batch");
      return idOf(resolved, call.index, call.draft, ordinal);
    },
    rebuild: (drop, ordinals) =>
      assemble(
        resolved,
        calls.flatMap((call, i) => (drop.has(i) ? [] : [underOrdinal(resolved, call, ordinals.get(i))])),
      ),
  };
}

/** Counted by the day on which they came, since when is what a reader asks; dates that cannot be right beside them. */
function droppedOf(batch: FrameBatch, settings: SourceSettings, fields: readonly DroppedField[], implausible: number) {
  if (fields.length + implausible === 0) return null;
  const counts = new Map<string, number>(implausible === 0 ? [] : [[IMPLAUSIBLE_DATE, implausible]]);
  for (const field of fields) counts.set(field, (counts.get(field) ?? 0) + 1);
  return { day: dayIn(settings.companyZone, batch.receivedAt), product: PRODUCTS[settings.product], counts };
}

function underOrdinal(resolved: ResolvedBatch, call: Call, ordinal: number | undefined): Call {
  if (ordinal === undefined || ordinal === call.ordinal) return call;
  return { ...call, ordinal, id: idOf(resolved, call.index, call.draft, ordinal) };
}

/** What the driver has learnt of the file goes on with the checkpoint: the next segment may be read by another process. */
function checkpointOf(batch: FrameBatch, drafts: Drafts): StoreBatch["checkpoint"] {
  const { sourceId, deliveryId, from, to, fencing, done } = batch;
  const learnt = Object.keys(drafts.state).length > 0;
  return {
    sourceId,
    deliveryId,
    from,
    to,
    fencing,
    done,
    identity: learnt ? { ...batch.identity, decoder: drafts.state } : batch.identity,
  };
}

function recordOf({ settings, places }: ResolvedBatch, call: Call, raw: RawPlace | null): StoreRecord {
  const { record, callDay, parties, sorted } = call.draft;
  let all = 0;
  let erased = 0;
  let late = 0;
  for (const party of parties) {
    const bit = partyBit(party.role, party.className);
    all = withParty(all, party.role, party.className);
    if (party.erased) erased |= bit;
    else if (party.subjectId === null) late |= bit;
  }
  return {
    id: call.id,
    sourceId: settings.sourceId,
    product: PRODUCTS[settings.product],
    kind: RECORD_KINDS[record.kind],
    direction: record.direction === null ? null : DIRECTIONS[record.direction],
    disposition: record.disposition === null ? null : DISPOSITIONS[record.disposition],
    startedAt: record.startedAt,
    callDay,
    durationSeconds: record.durationSeconds,
    ringSeconds: record.ringSeconds,
    endpointId: places.extension(call.index),
    queueId: places.queue(call.index),
    trunkId: places.trunk(call.index),
    costCents: sorted.costCents,
    parties: all,
    erased,
    late,
    segmentId: raw?.segmentId ?? null,
    ordinal: raw?.ordinal ?? null,
    partOf: record.partOf === null ? null : partOfId(settings.sourceId, record.partOf),
    apart: sorted.apart,
    nature: sorted.nature,
    category: sorted.category,
    quality: record.quality == null ? null : qualityCodes(record.quality),
  };
}

function qualityCodes(quality: CallQuality): StoreQuality {
  return { ...quality, codec: quality.codec === null ? null : CODECS[quality.codec] };
}

function addParties(rows: StoreParty[], record: StoreRecord, { parties }: Draft): void {
  for (const { subjectId, slot, place, role, class: partyClass, kept } of parties) {
    if (subjectId === null || slot.slice === null || kept !== undefined) continue;
    rows.push({
      recordId: record.id,
      expiresOn: slot.spec.expiresOn,
      sliceId: slot.slice.id,
      pseudonym: slot.pseudonyms.subarray(place * 16, place * 16 + 16),
      role: ROLES[role],
      class: partyClass,
      sourceId: record.sourceId,
      product: record.product,
    });
  }
}
