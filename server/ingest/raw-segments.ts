import { DATA_CLASSES, PRODUCTS } from "../domain/codes.ts";
import { type CutValue, cut, encodePayload, type HoleValue, type RawRecord, RECORDS_A_SEGMENT, rawSegmentPlace } from "../domain/raw/index.ts";
import { uuidBytes } from "../domain/uuid.ts";
import { timeOrderedId } from "../inbox/index.ts";
import { pseudonymise, sealWithSlice } from "../keyring/index.ts";
import type { StoreRawSegment } from "../store/batch.ts";
import type { Draft } from "./draft.ts";
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
export async function sealRaw(ctx: IngestContext, batch: FrameBatch, settings: SourceSettings, drafts: readonly Draft[]): Promise<SealedRaw> {
  const out: SealedRaw = { segments: [], places: new Array<RawPlace | null>(drafts.length).fill(null) };
  for (const [slot, members] of bySlot(drafts)) {
    for (let at = 0; at < members.length; at += RECORDS_A_SEGMENT) {
      const some = members.slice(at, at + RECORDS_A_SEGMENT);
      const id = timeOrderedId();
      const segmentId = uuidBytes(id);
      const records: RawRecord[] = [];
      for (const index of some) {
        const draft = drafts[index];
        if (draft === undefined) continue;
        out.places[index] = { segmentId, ordinal: records.length };
        records.push(await rawRecord(ctx, settings.companyId, slot, draft));
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
        sealed: sealWithSlice(ctx.keyring, settings.companyId, sliceId, rawSegmentPlace(settings.companyId, id), encodePayload(records)),
      });
    }
  }
  return out;
}

function bySlot(drafts: readonly Draft[]): Map<Slot, number[]> {
  const groups = new Map<Slot, number[]>();
  for (const [index, draft] of drafts.entries()) {
    if (!isOpen(draft.rawSlot)) continue;
    const members = groups.get(draft.rawSlot);
    if (members === undefined) groups.set(draft.rawSlot, [index]);
    else members.push(index);
  }
  return groups;
}

async function rawRecord(ctx: IngestContext, companyId: number, slot: Slot, draft: Draft): Promise<RawRecord> {
  const { skeleton, holes } = cut(draft.frame, draft.cuts);
  const values: HoleValue[] = [];
  for (const [i, value] of draft.cuts.entries()) {
    const ambiguous = i >= draft.ownCuts || isAmbiguous(draft, value);
    const pseudonym = ambiguous ? await pseudonymOf(ctx, companyId, slot, draft, value) : null;
    values.push({ role: value.role, class: value.class, pseudonym });
  }
  return { skeleton, holes, values };
}

/** Whether role and class do not tell which of the record's persons stood there. */
function isAmbiguous(draft: Draft, value: CutValue): boolean {
  let same = 0;
  for (const party of draft.parties) if (party.role === value.role && party.class === value.class) same++;
  return same > 1;
}

/** A person of a sibling record has no party row here, so nothing but its own record may name it: its hole stays empty. */
async function pseudonymOf(ctx: IngestContext, companyId: number, slot: Slot, draft: Draft, value: CutValue): Promise<Buffer | null> {
  const party = draft.parties.find(
    (one) => one.role === value.role && DATA_CLASSES[one.class] === DATA_CLASSES[value.class] && one.canonical === value.canonical,
  );
  if (party?.subjectId == null) return null;
  return pseudonymise(ctx.keyring, companyId, slot.slice ?? { id: 0 }, party.subjectId);
}
