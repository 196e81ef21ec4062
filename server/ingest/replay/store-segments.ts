import { AppError } from "../../domain/app-error.ts";
import { encodePayload, rawSegmentPlace } from "../../domain/raw/index.ts";
import { uuidBytes, uuidText } from "../../domain/uuid.ts";
import { dayIn } from "../../domain/zoned-time.ts";
import { endSubject, sealWithSlice } from "../../keyring/index.ts";
import type { StoreBatch, StoreParty, StoreRawSegment, StoreRecord } from "../../store/batch.ts";
import type { RewrittenSegment } from "../../store/raw-segments.ts";
import type { RawWorkRow } from "../../store/raw-work.ts";
import { knownIds, type ReplayedCall, storeReplayed } from "../../store/store-replayed.ts";
import { draftsIn } from "../decode-frames.ts";
import type { Draft } from "../draft.ts";
import type { FrameBatch } from "../frame-batch.ts";
import type { IngestContext } from "../ingest-context.ts";
import { prepareBatch } from "../prepare-batch.ts";
import type { SourceSettings } from "../source-settings.ts";
import type { RawCall } from "./raw-call.ts";
import type { ReadSegment } from "./read-segment.ts";

/** A call that is read otherwise, and how. */
interface Changed {
  readonly call: RawCall & { readonly left: null };
  readonly draft: Draft;
}

interface Prepared {
  readonly changed: readonly Changed[];
  readonly calls: readonly ReplayedCall[];
  readonly parties: readonly StoreParty[];
  readonly rawSegments: readonly StoreRawSegment[];
  readonly left: RewrittenSegment | null;
  readonly epoch: number;
  /** Calls that stay as they are: as they are read now, another one is stored already. */
  readonly stored: number;
}

export interface ReplayStep {
  readonly at: { readonly day: string; readonly id: string };
  readonly segments: number;
  readonly counts: Readonly<Record<string, number>>;
}

/** Stores the calls of these segments that are read otherwise, and moves the work behind the segments, in one transaction. */
export async function storeSegments(
  ctx: IngestContext,
  settings: SourceSettings,
  work: RawWorkRow,
  read: readonly ReadSegment[],
  step: ReplayStep,
): Promise<void> {
  const prepared: Prepared[] = [];
  const claimed = new Set<string>();
  for (const one of read) {
    const changed = changedOf(one);
    if (changed.length > 0) prepared.push(await prepare(ctx, settings, one, changed, claimed));
  }
  const [first] = prepared;
  if (first === undefined) throw new RangeError("nothing is read otherwise");
  if (prepared.some(({ epoch }) => epoch !== first.epoch))
    throw new AppError("fenced", "Something of this company is being erased. The work is repeated by itself.", {
      retry: true,
    });
  const stored = prepared.reduce((sum, one) => sum + one.stored, 0);
  const { changed = 0, ...counts } = step.counts;
  await storeReplayed(ctx.sql, {
    companyId: settings.companyId,
    epoch: first.epoch,
    work,
    step: { ...step, counts: { ...counts, changed: changed - stored, stored } },
    calls: prepared.flatMap((one) => one.calls),
    parties: prepared.flatMap((one) => one.parties),
    rawSegments: prepared.flatMap((one) => one.rawSegments),
    left: prepared.flatMap((one) => one.left ?? []),
  });
  await endOrphans(
    ctx,
    settings,
    prepared.flatMap((one) => one.changed),
  );
}

/** Names and truncated identity numbers are one entry a record in the keyring: where nothing points at one any more, it ends now. */
async function endOrphans(
  { keyring, clock }: IngestContext,
  { companyId, companyZone }: SourceSettings,
  changed: readonly Changed[],
): Promise<void> {
  const today = dayIn(companyZone, clock());
  for (const { call, draft } of changed) {
    const stays = new Set(draft.parties.flatMap(({ kept }) => kept?.toString("hex") ?? []));
    for (const { className, subjectId } of call.parties) {
      if ((className !== "name" && className !== "ssn_truncated") || stays.has(subjectId.toString("hex"))) continue;
      await endSubject(keyring, companyId, subjectId, today);
    }
  }
}

function changedOf({ calls }: ReadSegment): Changed[] {
  return calls.flatMap(({ call, draft }) => (draft === null || call.left !== null ? [] : [{ call, draft }]));
}

async function prepare(
  ctx: IngestContext,
  settings: SourceSettings,
  { segment, table, receivedAt }: ReadSegment,
  changed: readonly Changed[],
  claimed: Set<string>,
): Promise<Prepared> {
  const { companyId, sourceId } = settings;
  const { deliveryId } = segment.row;
  const none = { from: 0, to: 0, fencing: 0, identity: null, done: false, sessionId: null, parts: [] };
  const frames: FrameBatch = { companyId, sourceId, deliveryId, receivedAt, ...none, formerSegment: segment.row.id };
  const drafts = { ...draftsIn(table), drafts: changed.map(({ draft }) => draft), slots: table.all };
  const all = await prepareBatch(ctx, frames, settings, drafts, null);
  const taken = await takenIds(ctx, companyId, all, changed, claimed);
  const batch = taken.size === 0 ? all : await all.rebuild(taken, new Map());
  const mine = changed.filter((_, at) => !taken.has(at));
  const ids = new Map<string, Buffer>();
  const calls = batch.records.map((record, at): ReplayedCall => {
    const of = mine[at];
    if (of === undefined) throw new Error("a batch has as many records as drafts");
    const id = idOf(record, of.call);
    ids.set(uuidText(record.id), id);
    return replayed(of, record, id, segment.row.id);
  });
  return {
    changed: mine,
    calls,
    parties: batch.parties.map((party) => ({
      ...party,
      recordId: ids.get(uuidText(party.recordId)) ?? party.recordId,
    })),
    rawSegments: batch.rawSegments,
    left: mine.length === 0 ? null : leftOf(ctx, companyId, segment, mine),
    epoch: batch.epoch,
    stored: taken.size,
  };
}

/** A call keeps its id for as long as it began at the same moment: ids sort by it, and much else points at them. */
function idOf(record: StoreRecord, { facts }: RawCall): Buffer {
  return facts.startedAt.getTime() === record.startedAt.getTime() ? uuidBytes(facts.id) : record.id;
}

/** Calls that would get the id of another one: of one that is stored, or of one that moves in the same step (`claimed`). */
async function takenIds(
  ctx: IngestContext,
  companyId: number,
  batch: StoreBatch,
  changed: readonly Changed[],
  claimed: Set<string>,
): Promise<Set<number>> {
  const moved = batch.records.flatMap((record, at) => {
    const call = changed[at]?.call;
    return call === undefined || idOf(record, call).equals(uuidBytes(call.facts.id))
      ? []
      : [{ at, id: record.id, call }];
  });
  const known = await knownIds(
    ctx.sql,
    companyId,
    moved.map(({ id }) => id),
  );
  const taken = new Set<number>();
  for (const { at, id, call } of moved) {
    const text = uuidText(id);
    const isStored = (known.get(text) ?? []).some((recordId) => recordId !== call.facts.id);
    if (isStored || claimed.has(text)) taken.add(at);
    else claimed.add(text);
  }
  return taken;
}

function replayed({ call, draft }: Changed, record: StoreRecord, id: Buffer, segmentId: string): ReplayedCall {
  const keptRows = call.parties.filter((known) =>
    draft.parties.some(
      (party) =>
        party.kept !== undefined &&
        party.role === known.role &&
        party.className === known.className &&
        party.canonical === known.canonical,
    ),
  );
  const formerId = uuidBytes(call.facts.id);
  // Whoever sends it again may be read by either reading.
  const aliases = [
    { id: record.id, parties: record.parties },
    { id: formerId, parties: call.facts.parties },
  ].filter((one) => !one.id.equals(id) || one.parties !== record.parties);
  return {
    former: { id: call.facts.id, segmentId, ordinal: call.ordinal },
    record: { ...record, id },
    gone: call.parties.filter((known) => !keptRows.includes(known)).map(({ row }) => row),
    kept: keptRows.map(({ row }) => row),
    aliases,
  };
}

/** What stays in the segment, sealed anew under its own key. */
function leftOf(
  { keyring }: IngestContext,
  companyId: number,
  { row, records }: ReadSegment["segment"],
  changed: readonly Changed[],
): RewrittenSegment {
  const gone = new Set(changed.map(({ call }) => call.ordinal));
  const kept = records.map((record, ordinal) => (gone.has(ordinal) ? null : record));
  const count = kept.filter((record) => record !== null).length;
  const place = rawSegmentPlace(companyId, row.id);
  const sealed = count === 0 ? null : sealWithSlice(keyring, companyId, row.sliceId, place, encodePayload(kept));
  const without = changed.map(({ call }) => call.facts.id);
  return { id: row.id, day: row.expiresOn, sealed, records: count, without };
}
