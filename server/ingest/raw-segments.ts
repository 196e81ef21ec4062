import { randomBytes } from "node:crypto";
import { type PartyClass, PRODUCTS, partyBit, type Role } from "../domain/codes.ts";
import {
  type CutValue,
  cut,
  DROPPED,
  encodePayload,
  type HoleValue,
  type RawRecord,
  RECORDS_A_SEGMENT,
  rawSegmentPlace,
} from "../domain/raw/index.ts";
import { uuidBytes, uuidText } from "../domain/uuid.ts";
import { timeOrderedId } from "../inbox/index.ts";
import { pseudonymise, sealWithSlice } from "../keyring/index.ts";
import type { StoreRawSegment } from "../store/batch.ts";
import type { Draft, DraftParty } from "./draft.ts";
import type { FrameBatch } from "./frame-batch.ts";
import type { IngestContext } from "./ingest-context.ts";
import { isOpen } from "./resolve-drafts.ts";
import type { Slot } from "./slots.ts";
import type { SourceSettings } from "./source-settings.ts";

/** Where a record's raw copy went. */
export interface RawPlace {
  readonly segmentId: Buffer;
  readonly ordinal: number;
}

export interface SealedRaw {
  readonly segments: StoreRawSegment[];
  /** By index into the drafts; a record whose raw class has expired has none. */
  readonly places: (RawPlace | null)[];
}

/** Cuts the values out of the raw records and seals them, up to 128 of one slice together. */
export async function sealRaw(
  ctx: IngestContext,
  batch: FrameBatch,
  settings: SourceSettings,
  drafts: readonly Draft[],
): Promise<SealedRaw> {
  const out: SealedRaw = { segments: [], places: new Array<RawPlace | null>(drafts.length).fill(null) };
  for (const [slot, members] of bySlot(drafts)) {
    for (let at = 0; at < members.length; at += RECORDS_A_SEGMENT) {
      const some = members.slice(at, at + RECORDS_A_SEGMENT);
      const id = batch.formerSegment === undefined ? timeOrderedId() : idBefore(batch.formerSegment);
      const segmentId = uuidBytes(id);
      const records: RawRecord[] = [];
      for (const index of some) {
        const draft = drafts[index];
        if (draft === undefined) continue;
        out.places[index] = { segmentId, ordinal: records.length };
        const raw = rawRecord(draft);
        records.push(needsPseudonyms(draft) ? await withPseudonyms(ctx, settings.companyId, slot, draft, raw) : raw);
      }
      const sliceId = slot.slice?.id ?? 0;
      out.segments.push({
        id: segmentId,
        expiresOn: slot.spec.expiresOn,
        sliceId,
        sourceId: settings.sourceId,
        product: PRODUCTS[settings.product],
        deliveryId: batch.deliveryId,
        records: records.length,
        readerId: settings.readerId ?? null,
        receivedAt: batch.receivedAt,
        sealed: sealWithSlice(
          ctx.keyring,
          settings.companyId,
          sliceId,
          rawSegmentPlace(settings.companyId, id),
          encodePayload(records),
        ),
      });
    }
  }
  return out;
}

/** An id that sorts before another one: a millisecond earlier. */
function idBefore(id: string): string {
  const ms = Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);
  const bytes = Buffer.concat([Buffer.alloc(6), randomBytes(10)]);
  bytes.writeUIntBE(Math.max(0, ms - 1), 0, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return uuidText(bytes);
}

function bySlot(drafts: readonly Draft[]): Map<Slot, number[]> {
  const groups = new Map<Slot, number[]>();
  for (let index = 0; index < drafts.length; index++) {
    const draft = drafts[index];
    const slot = draft?.rawSlot;
    // Of a call with a shielded number nothing is kept but that it was.
    if (slot === undefined || draft?.sorted.category != null || !isOpen(slot)) continue;
    const members = groups.get(slot);
    if (members === undefined) groups.set(slot, [index]);
    else members.push(index);
  }
  return groups;
}

function rawRecord({ frame, cuts }: Draft): RawRecord {
  const { skeleton, holes } = cut(frame, cuts);
  const values: HoleValue[] = [];
  for (let i = 0; i < cuts.length; i++) {
    const value = cuts[i];
    if (value !== undefined) values.push(plainValue(value.role, value.class));
  }
  return { skeleton, holes, values };
}

/** A value told by its role and class alone; there are two dozen of them, made once. */
function plainValue(role: Role, partyClass: PartyClass): HoleValue {
  const bit = partyBit(role, partyClass);
  const known = plainValues.get(bit);
  if (known !== undefined) return known;
  const value: HoleValue = { role, class: partyClass, pseudonym: null };
  plainValues.set(bit, value);
  return value;
}

const plainValues = new Map<number, HoleValue>();

/** Whether some value of the record cannot be told by its role and class: several persons share them, or another record has it. */
function needsPseudonyms({ cuts, ownCuts, parties }: Draft): boolean {
  if (cuts.length === 0 || (parties.length < 2 && ownCuts === cuts.length)) return false;
  return ownCuts < cuts.length || cuts.some((value) => isAmbiguous(parties, value));
}

function isAmbiguous(parties: readonly DraftParty[], value: CutValue): boolean {
  let same = 0;
  for (const party of parties) if (party.role === value.role && party.className === value.class) same++;
  return same > 1;
}

/** Names such values by their subject, under the raw slice; a hole whose subject is not stored stays empty. */
async function withPseudonyms(
  ctx: IngestContext,
  companyId: number,
  slot: Slot,
  draft: Draft,
  raw: RawRecord,
): Promise<RawRecord> {
  const values = [...raw.values];
  const nobody = new Set<number>();
  for (const [i, cutValue] of draft.cuts.entries()) {
    const own = i < draft.ownCuts;
    if (own && !isAmbiguous(draft.parties, cutValue)) continue;
    const party = (own ? draft.parties : draft.others).find(
      (one) => one.role === cutValue.role && one.className === cutValue.class && one.canonical === cutValue.canonical,
    );
    const value = values[i];
    if (party?.subjectId == null || slot.slice === null || value === undefined) nobody.add(i);
    else values[i] = { ...value, pseudonym: await pseudonymise(ctx.keyring, companyId, slot.slice, party.subjectId) };
  }
  const holes = raw.holes.map((hole) => (nobody.has(hole.value) ? { ...hole, template: DROPPED } : hole));
  return { ...raw, holes, values };
}
