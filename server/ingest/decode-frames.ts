import { DATA_CLASSES } from "../domain/codes.ts";
import type { CutValue } from "../domain/raw/index.ts";
import { numberReader } from "../domain/numbers/index.ts";
import { dayIn } from "../domain/zoned-time.ts";
import type { DecodeContext, Decoded, DecodedRecord } from "../drivers/driver.ts";
import type { Draft, DraftLine, Drafts } from "./draft.ts";
import type { FrameBatch, ReceivedFrame } from "./frame-batch.ts";
import { type ReadValues, readValues, type ValueReading } from "./read-values.ts";
import { type SlotsOfDay, SlotTable } from "./slots.ts";
import type { SourceSettings } from "./source-settings.ts";
import { whyNotStorable } from "./storable.ts";

/**
 * Frames to drafts: what was said, by whom, and how long each of it may live. Pure but for the driver's `state`, which is
 * copied first, so that a batch can be read again from the same beginning.
 */
export function decodeFrames(
  batch: FrameBatch,
  settings: SourceSettings,
  state: Readonly<Record<string, unknown>>,
): Drafts {
  const slots = new SlotTable(settings, dayIn(settings.companyZone, batch.receivedAt));
  const learnt = structuredClone(state);
  const reading = { readPhone: numberReader(settings.site), site: settings.site, keeps: settings.keeps };
  const lines: DraftLine[] = [];
  const drafts: Draft[] = [];
  const counts = { nothing: 0, joined: 0, implausible: 0 };
  let context = contextOf(settings, batch.receivedAt, learnt);
  for (const { receivedAt, frames } of batch.parts) {
    context = contextOf(settings, receivedAt, context.state);
    for (const frame of frames) {
      const decoded = decodeFrame(settings, frame, context);
      if (decoded.kind === "undefined")
        lines.push({ frame: frame.bytes, position: frame.position, receivedAt, reason: decoded.reason });
      else if (decoded.kind === "nothing") counts.nothing++;
      else {
        const records = decoded.kind === "leg" ? [decoded.leg.record] : decoded.records;
        if (records.length === 0) counts.joined++;
        else counts.implausible += addDrafts(drafts, records, { frame: frame.bytes, receivedAt, slots, reading });
      }
    }
  }
  return { drafts, lines, ...counts, undefinedSlot: slots.undefinedLines(), slots: slots.all, state: context.state };
}

/** A frame, and what its values are read with. */
interface Reading {
  readonly frame: Buffer;
  readonly receivedAt: Date;
  readonly slots: SlotTable;
  readonly reading: ValueReading;
}

/** Answers how many of the records have a date that cannot be right. */
function addDrafts(
  drafts: Draft[],
  records: readonly DecodedRecord[],
  { frame, receivedAt, slots, reading }: Reading,
): number {
  const [only] = records;
  if (records.length === 1 && only !== undefined) {
    const ofDay = slots.day(dayIn(slots.settings.companyZone, only.startedAt));
    const values = readValues(only, receivedAt, reading, ofDay);
    if (slots.settings.keeps.cut.length > 0) values.cuts.push(...labelCuts(slots.settings, only, frame));
    drafts.push(draftOf(only, frame, ofDay, values, NO_SIBLINGS));
    return ofDay.plausible ? 0 : 1;
  }
  const days = records.map((record) => slots.day(dayIn(slots.settings.companyZone, record.startedAt)));
  const read = records.map((record, i) =>
    readValues(record, receivedAt, reading, days[i] ?? slots.day(slots.receivedDay)),
  );
  for (const [i, values] of read.entries()) {
    const [record, ofDay] = [records[i], days[i]];
    if (record === undefined || ofDay === undefined) continue;
    const siblings = read.filter((_, other) => other !== i);
    const others = {
      parties: siblings.flatMap((one) => one.parties),
      cuts: siblings.flatMap((one) => one.cuts),
      dropped: [],
    };
    values.cuts.push(...labelCuts(slots.settings, record, frame));
    drafts.push(draftOf(record, frame, ofDay, values, others));
  }
  return days.filter((ofDay) => !ofDay.plausible).length;
}

const NO_SIBLINGS: ReadValues = { parties: [], cuts: [], dropped: [] };

function draftOf(
  record: DecodedRecord,
  frame: Buffer,
  ofDay: SlotsOfDay,
  values: ReadValues,
  siblings: ReadValues,
): Draft {
  const cuts = siblings.cuts.length === 0 ? values.cuts : [...values.cuts, ...siblings.cuts];
  let mask = 0;
  for (const cut of cuts) if (cut.canonical !== null) mask |= 1 << DATA_CLASSES[cut.class];
  for (const party of values.parties) mask |= 1 << party.class;
  return {
    record,
    frame,
    callDay: ofDay.callDay,
    parties: values.parties,
    others: siblings.parties,
    cuts,
    ownCuts: values.cuts.length,
    dropped: values.dropped,
    rawSlot: ofDay.raw(mask),
  };
}

/** Queues and lines that the company has switched off leave the raw record wherever they stand in it. */
function labelCuts(settings: SourceSettings, record: DecodedRecord, frame: Buffer): CutValue[] {
  return settings.keeps.cut.flatMap((field) => {
    const label = record[field]?.trim() ?? "";
    const cuts: CutValue[] = [];
    if (label.length < 2) return cuts;
    const bytes = Buffer.from(label, "utf8");
    for (let at = frame.indexOf(bytes); at >= 0; at = frame.indexOf(bytes, at + bytes.length))
      cuts.push({ role: "calling", class: "name", start: at, end: at + bytes.length, canonical: null });
    return cuts;
  });
}

/** A driver never throws; should one, or read what no column holds, the line is kept as undefined and the file goes on. */
function decodeFrame(settings: SourceSettings, frame: ReceivedFrame, context: DecodeContext): Decoded {
  try {
    const decoded = settings.decode(frame.bytes, context);
    if (decoded.kind !== "records") return decoded;
    for (const record of decoded.records) {
      const reason = whyNotStorable(record);
      if (reason !== null) return { kind: "undefined", reason };
    }
    return decoded;
  } catch {
    return { kind: "undefined", reason: "driver failed" };
  }
}

function contextOf(settings: SourceSettings, receivedAt: Date, state: Record<string, unknown>): DecodeContext {
  return { receivedAt, timeZone: settings.siteZone, extensionDigits: settings.site.extensionDigits, state };
}
