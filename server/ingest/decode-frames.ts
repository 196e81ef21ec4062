import { DATA_CLASSES, type PartyClass } from "../domain/codes.ts";
import { numberReader } from "../domain/numbers/index.ts";
import type { CutValue } from "../domain/raw/index.ts";
import { dayIn } from "../domain/zoned-time.ts";
import type { DecodeContext, Decoded, DecodedRecord } from "../drivers/driver.ts";
import type { Draft, DraftLine, DraftParty, Drafts } from "./draft.ts";
import type { FrameBatch, ReceivedFrame } from "./frame-batch.ts";
import { type ReadValues, readValues } from "./read-values.ts";
import { SlotTable } from "./slots.ts";
import type { SourceSettings } from "./source-settings.ts";

/**
 * Frames to drafts: what was said, by whom, and how long each of it may live. Pure but for the driver's `state`, which is
 * copied first, so that a batch can be read again from the same beginning.
 */
export function decodeFrames(batch: FrameBatch, settings: SourceSettings, state: Readonly<Record<string, unknown>>): Drafts {
  const slots = new SlotTable(settings, dayIn(settings.companyZone, batch.receivedAt));
  const learnt = structuredClone(state);
  let context = contextOf(settings, batch.receivedAt, learnt);
  const readPhone = numberReader(settings.site);
  const drafts: Draft[] = [];
  const lines: DraftLine[] = [];
  const counts = { nothing: 0, joined: 0, implausible: 0 };
  for (const frame of batch.frames) {
    if (frame.receivedAt !== context.receivedAt) context = contextOf(settings, frame.receivedAt, context.state);
    const decoded = decodeFrame(settings, frame, context);
    if (decoded.kind === "undefined") lines.push({ ...lineOf(frame), reason: decoded.reason });
    else if (decoded.kind === "nothing") counts.nothing++;
    else if (decoded.records.length === 0) counts.joined++;
    else {
      const read = decoded.records.map((record) => readValues(record, readPhone, settings.keepsNames));
      for (let i = 0; i < read.length; i++) {
        const [record, values] = [decoded.records[i], read[i]];
        if (record !== undefined && values !== undefined) drafts.push(draftOf(record, values, siblingCuts(read, i), frame, slots, settings, counts));
      }
    }
  }
  return { drafts, lines, ...counts, undefinedSlot: slots.undefinedLines(), slots: slots.all, state: context.state };
}

function draftOf(
  record: DecodedRecord,
  { found, cuts }: ReadValues,
  siblings: readonly CutValue[],
  frame: ReceivedFrame,
  slots: SlotTable,
  settings: SourceSettings,
  counts: { implausible: number },
): Draft {
  const callDay = dayIn(settings.companyZone, record.startedAt);
  if (!slots.isPlausible(callDay)) counts.implausible++;
  let mask = 0;
  const parties: DraftParty[] = [];
  for (const { role, class: partyClass, canonical, aliases } of found) {
    mask |= 1 << DATA_CLASSES[partyClass];
    const slot = slots.party(callDay, partyClass);
    parties.push({ role, class: partyClass, canonical, aliases, slot, subjectId: null, erased: false, place: -1 });
  }
  for (const cut of siblings) if (cut.canonical !== null) mask |= 1 << DATA_CLASSES[cut.class];
  return {
    record,
    frame: frame.bytes,
    receivedAt: frame.receivedAt,
    callDay,
    parties,
    cuts: siblings.length === 0 ? cuts : [...cuts, ...siblings],
    ownCuts: cuts.length,
    rawSlot: slots.raw(callDay, mask, classesOf(mask)),
  };
}

/** A driver never throws; should one, the line is kept as undefined and the file goes on. */
function decodeFrame(settings: SourceSettings, frame: ReceivedFrame, context: DecodeContext): Decoded {
  try {
    return settings.decode(frame.bytes, context);
  } catch {
    return { kind: "undefined", reason: "driver-failed" };
  }
}

function contextOf(settings: SourceSettings, receivedAt: Date, state: Record<string, unknown>): DecodeContext {
  return { receivedAt, timeZone: settings.siteZone, extensionDigits: settings.site.extensionDigits, state };
}

function lineOf({ bytes, position, receivedAt }: ReceivedFrame) {
  return { frame: bytes, position, receivedAt };
}

/** Values of the other records in the frame: they leave this record's raw copy as well. */
function siblingCuts(read: readonly ReadValues[], own: number): readonly CutValue[] {
  return read.length === 1 ? [] : read.flatMap((values, i) => (i === own ? [] : values.cuts));
}

const PARTY_CLASSES: readonly PartyClass[] = ["phone", "ssn", "ssn_truncated", "name"];

function classesOf(mask: number): PartyClass[] {
  return PARTY_CLASSES.filter((partyClass) => (mask & (1 << DATA_CLASSES[partyClass])) !== 0);
}
