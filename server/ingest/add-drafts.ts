import { DATA_CLASSES } from "../domain/codes.ts";
import { numberReader } from "../domain/numbers/index.ts";
import type { CutValue } from "../domain/raw/index.ts";
import { dayIn } from "../domain/zoned-time.ts";
import type { DecodedRecord } from "../drivers/driver.ts";
import type { Draft } from "./draft.ts";
import { hush, isShielded } from "./hush.ts";
import { type ReadValues, readValues, type ValueReading } from "./read-values.ts";
import { type Sorting, sortCall } from "./sort-call.ts";
import type { SlotsOfDay, SlotTable } from "./slots.ts";
import type { SourceSettings } from "./source-settings.ts";

/** A frame, and what its values are read with. */
export interface Reading {
  readonly frame: Buffer;
  readonly receivedAt: Date;
  readonly slots: SlotTable;
  readonly reading: ValueReading;
  /** Code of what stands in the frame for a shielded number. */
  readonly category?: number | null;
}

export function valueReading(settings: SourceSettings): ValueReading {
  const { accessCodes = [] } = settings.sorting ?? {};
  return { readPhone: numberReader(settings.site), site: settings.site, keeps: settings.keeps, accessCodes };
}

/** What was said, by whom and for how long it may live. Answers how many of the records have a date that cannot be right. */
export function addDrafts(drafts: Draft[], records: readonly DecodedRecord[], reading: Reading): number {
  const { category = null } = reading;
  if (category === null) return addAll(drafts, records, reading);
  const shielded = records.map((record) => isShielded(record, records.length === 1));
  const hushed = records.map((record, i) => (shielded[i] === true ? hush(record) : record));
  const first = drafts.length;
  const implausible = addAll(drafts, hushed, reading);
  for (const [i, draft] of drafts.slice(first).entries()) if (shielded[i] === true) draft.sorted.category = category;
  return implausible;
}

/** One draft a record, in their order. */
function addAll(
  drafts: Draft[],
  records: readonly DecodedRecord[],
  { frame, receivedAt, slots, reading }: Reading,
): number {
  const [only] = records;
  if (records.length === 1 && only !== undefined) {
    const ofDay = slots.day(dayIn(slots.settings.companyZone, only.startedAt));
    const values = readValues(only, receivedAt, reading, ofDay);
    if (slots.settings.keeps.cut.length > 0) values.cuts.push(...labelCuts(slots.settings, only, frame));
    drafts.push(draftOf(only, frame, ofDay, values, NO_SIBLINGS, slots.settings.sorting));
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
    drafts.push(draftOf(record, frame, ofDay, values, others, slots.settings.sorting));
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
  sorting: Sorting | undefined,
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
    sorted: sortCall(record, values.parties, sorting),
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
