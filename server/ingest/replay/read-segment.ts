import type { DataClass } from "../../domain/codes.ts";
import { DATA_CLASSES, nameOf } from "../../domain/codes.ts";
import { addDays, type Day, dayIn, startOfDay } from "../../domain/zoned-time.ts";
import type { DecodedRecord } from "../../drivers/driver.ts";
import { type Gate, passGate } from "../../gate/index.ts";
import { anyMarked, type Keyring, type PersonMark } from "../../keyring/index.ts";
import { addDrafts, valueReading } from "../add-drafts.ts";
import type { Draft } from "../draft.ts";
import { SlotTable } from "../slots.ts";
import type { SourceSettings } from "../source-settings.ts";
import { decodeRaw, framesIn } from "./decode-raw.ts";
import { differences, type Labels } from "./differences.ts";
import type { KnownParty, OpenedSegment, RawCall } from "./raw-call.ts";

/** What became of a call: read as it is stored, read otherwise, or left as it is and why. */
export type Fate = "same" | "changed" | "undefined" | "gate" | "gone" | "kept" | "damaged";

export interface ReadCall {
  readonly call: RawCall;
  readonly fate: Fate;
  /** Of one that is read otherwise. */
  readonly fields: readonly string[];
  readonly draft: Draft | null;
}

/** With what segments are read anew. */
export interface Reader {
  readonly keyring: Keyring;
  readonly settings: SourceSettings;
  readonly gate: Gate | null;
  readonly labels: Labels;
  readonly marks: readonly PersonMark[];
  /** What a file had said, where the same driver had read it. */
  readonly state: Readonly<Record<string, unknown>>;
}

export interface ReadSegment {
  readonly segment: OpenedSegment;
  readonly table: SlotTable;
  readonly receivedAt: Date;
  readonly calls: readonly ReadCall[];
}

/**
 * The calls of a segment as the reader reads them. Nothing ends later than it did: its day of reception counts as it did, and
 * neither the raw record nor a class that was there is kept beyond the day on which it ends now.
 */
export async function readSegment(reader: Reader, segment: OpenedSegment): Promise<ReadSegment> {
  const { settings } = reader;
  const { row, slice } = segment;
  const receivedAt = row.receivedAt ?? lastMoment(slice.callDay, settings.companyZone);
  const receivedDay = row.receivedAt === null ? slice.callDay : dayIn(settings.companyZone, row.receivedAt);
  const table = new SlotTable(settings, receivedDay, endsAtMost(segment));
  const calls: ReadCall[] = [];
  const alike = likeFrames(segment.calls);
  for (const call of segment.calls) calls.push(await readCall(reader, { call, table, receivedAt, alike }));
  return { segment, table, receivedAt, calls };
}

function lastMoment(day: Day, zone: string): Date {
  return new Date(startOfDay(addDays(day, 1), zone).getTime() - 1_000);
}

function endsAtMost({ row, calls }: OpenedSegment): (dataClass: DataClass) => Day | null {
  const ends = new Map<string, Day>([["raw", row.expiresOn]]);
  for (const call of calls) {
    if (call.left !== null) continue;
    for (const { row: party, className } of call.parties) {
      const known = ends.get(className);
      if (known === undefined || party.expiresOn > known) ends.set(className, party.expiresOn);
    }
  }
  return (dataClass) => ends.get(dataClass) ?? null;
}

/** Of records with the same bytes: the how-manieth of how many each is. One frame may have told several calls. */
function likeFrames(calls: readonly RawCall[]): Map<RawCall, { at: number; of: number }> {
  const out = new Map<RawCall, { at: number; of: number }>();
  const free = calls.flatMap((call) => (call.left === null ? [{ call, text: call.frame.toString("latin1") }] : []));
  for (const [, group] of Map.groupBy(free, ({ text }) => text))
    for (const [at, { call }] of group.entries()) out.set(call, { at, of: group.length });
  return out;
}

interface Asked {
  readonly call: RawCall;
  readonly table: SlotTable;
  readonly receivedAt: Date;
  readonly alike: ReadonlyMap<RawCall, { readonly at: number; readonly of: number }>;
}

async function readCall(reader: Reader, asked: Asked): Promise<ReadCall> {
  const { call, table, receivedAt } = asked;
  const as = (fate: Fate): ReadCall => ({ call, fate, fields: [], draft: null });
  if (call.left !== null) return as(call.left);
  const { settings, state } = reader;
  const records = decodeRaw(settings, call.frame, receivedAt, state);
  if (records === null) return as("undefined");
  if (call.filled !== null && !readsAlike(records, decodeRaw(settings, call.filled, receivedAt, state)))
    return as("gone");
  if (isGated(reader, call.frame, receivedAt)) return as("gate");
  const drafts: Draft[] = [];
  addDrafts(drafts, records, { frame: call.frame, receivedAt, slots: table, reading: valueReading(settings) });
  const { at, of } = asked.alike.get(call) ?? { at: 0, of: 1 };
  const draft = drafts.length === 1 ? drafts[0] : drafts.length === of ? drafts[at] : undefined;
  // Told as another number of calls than it was: nothing says which of them is this one.
  if (draft === undefined) return as("undefined");
  if (await isSomebodyMarked(reader, draft)) return as("kept");
  const fields = differences(settings, reader.labels, call, draft);
  // What the file had said last may not hold for a record before it, so it moves no call.
  if (fields.includes("start") && Object.keys(state).length > 0) return as("undefined");
  if (fields.length === 0) return as("same");
  keepParties(draft, call.parties);
  return { call, fate: "changed", fields, draft };
}

/** Whether two readings tell the same but for names and places. */
function readsAlike(a: readonly DecodedRecord[], b: readonly DecodedRecord[] | null): boolean {
  return b !== null && JSON.stringify(a.map(plain)) === JSON.stringify(b.map(plain));
}

function plain({ values, ...facts }: DecodedRecord): unknown {
  const told = values.flatMap(({ class: cls, role, text }) => (cls === "phone" ? [[role, text]] : []));
  return [facts, told];
}

/** What the company leaves out or shields by now is not read anew. Of a call in parts each is asked about, as before the inbox. */
function isGated({ gate, settings, state }: Reader, frame: Buffer, receivedAt: Date): boolean {
  if (gate === null) return false;
  const parts = settings.joining === undefined ? [frame] : framesIn(settings.joining.framing, frame);
  const placed = parts.map((bytes) => ({ bytes, start: 0, end: bytes.length }));
  return passGate(gate, placed, receivedAt, state).frames.some(({ mark }) => mark != null);
}

async function isSomebodyMarked({ keyring, settings, marks }: Reader, { parties }: Draft): Promise<boolean> {
  const people = parties.map((party) => ({ class: party.class, canonical: party.canonical }));
  return marks.length > 0 && (await anyMarked(keyring, settings.companyId, marks, people));
}

/** Whoever is read as before keeps the row there is: nobody gets a second entry in the keyring. */
function keepParties(draft: Draft, known: readonly KnownParty[]): void {
  for (const party of draft.parties) {
    const row = known.find(
      (one) => one.role === party.role && one.className === party.className && one.canonical === party.canonical,
    );
    if (row !== undefined && nameOf(DATA_CLASSES, row.row.class) === party.className) party.kept = row.subjectId;
  }
}
