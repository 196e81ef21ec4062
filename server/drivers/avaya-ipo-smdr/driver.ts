import { type Cells, createCells, lineEnd, splitCells } from "../cells.ts";
import type { DecodeContext, Decoded, DecodedRecord, DecodedValue, Driver } from "../driver.ts";
import { readCents, readClockSeconds } from "../durations.ts";
import { FRAME_LIMIT } from "../framing.ts";
import { readLocalTime, readSeconds } from "../local-time.ts";
import { readOptions } from "../options.ts";
import { byteText, isBinary, isBlank } from "../text.ts";
import { addValue, column, type FrameText, isNumberText } from "../values.ts";
import { joinSegments, LAST } from "./join.ts";

/** IP Office SMDR: comma-separated, no header, 30 to 37 columns by release (docs/drivers/avaya-ipo-smdr.md). */
export const avayaIpoSmdr: Driver = {
  id: "avaya-ipo-smdr",
  title: "Avaya IP Office SMDR",
  product: "pbx",
  formats: ["csv"],
  framing: { kind: "line" },
  options: [],
  confirmed: {
    by: "real-records",
    note: "Columns of Avaya's SMDR documentation up to release 11; read against one real record of 34 columns.",
  },
  configure(given) {
    readOptions("avaya-ipo-smdr", [], given);
    const cells = createCells();
    return (frame, context) => decode(frame, context, cells);
  },
  join: joinSegments,
};

/** Columns in Avaya's order, counted from 0. */
const AT = {
  start: 0,
  connected: 1,
  ring: 2,
  caller: 3,
  direction: 4,
  called: 5,
  dialled: 6,
  account: 7,
  isInternal: 8,
  callId: 9,
  continuation: 10,
  party1: 11,
  party1Name: 12,
  party2: 13,
  party2Name: 14,
  authorisation: 18,
  userCharged: 19,
  charge: 20,
  targeter: 28,
  targeted: 29,
} as const;

const FEWEST_COLUMNS = 15;
const MOST_COLUMNS = 40;

function decode(frame: Uint8Array, context: DecodeContext, cells: Cells): Decoded {
  if (frame.length >= FRAME_LIMIT) return { kind: "undefined", reason: "too-long: a line of 64 KiB or more" };
  const text = byteText(frame);
  if (isBlank(text)) return { kind: "nothing", reason: "blank line" };
  if (isBinary(text)) return { kind: "undefined", reason: "binary: bytes that no text holds" };
  const from = recordStart(text);
  if (from < 0 && /^\W{0,3}Call Start"?,/i.test(text)) return { kind: "nothing", reason: "header line" };
  if (from < 0) return { kind: "undefined", reason: "start: no date and time" };
  if (!splitCells(text, from, lineEnd(text), COMMA, cells))
    return { kind: "undefined", reason: "quotes: a quote is not closed" };
  if (cells.count < FEWEST_COLUMNS || cells.count > MOST_COLUMNS)
    return { kind: "undefined", reason: `columns: ${cells.count} where 30 to 37 are expected` };
  return readSegment({ frame, text, cells }, context);
}

const COMMA = 0x2c;

/** Collectors write their own time and address before a record: it begins where its start and a comma stand. */
function recordStart(text: string): number {
  for (let at = 0; at < Math.min(text.length, MOST_PREFIX); at++)
    if (/^\d{4}\/\d\d\/\d\d \d\d:\d\d(?::\d\d)?,/.test(text.slice(at, at + 20))) return at;
  return -1;
}

const MOST_PREFIX = 160;

interface Segment extends FrameText {
  readonly cells: Cells;
}

function cell(segment: Segment, index: number): string {
  if (index >= segment.cells.count) return "";
  return column(segment.text, segment.cells.start[index] ?? 0, segment.cells.end[index] ?? 0);
}

function readSegment(segment: Segment, context: DecodeContext): Decoded {
  const { cells, text } = segment;
  const startedAt = readLocalTime(text, cells.start[AT.start] ?? 0, cells.end[AT.start] ?? 0, context.timeZone);
  if (startedAt === null) return { kind: "undefined", reason: "start: no date and time" };
  const connected = readClockSeconds(cell(segment, AT.connected));
  if (connected < 0) return { kind: "undefined", reason: "connected: no duration" };
  const ringText = cell(segment, AT.ring);
  const ring = ringText === "" ? null : readSeconds(ringText, 0, ringText.length);
  if (ring === -1) return { kind: "undefined", reason: "ring: no number of seconds" };
  const letter = cell(segment, AT.direction);
  if (letter !== "I" && letter !== "O") return { kind: "undefined", reason: "direction: neither I nor O" };
  const callId = cell(segment, AT.callId);
  const direction = cell(segment, AT.isInternal) === "1" ? "internal" : letter === "I" ? "in" : "out";
  const record: DecodedRecord = {
    kind: "call_history",
    callId: callId === "" ? null : callId,
    startedAt,
    durationSeconds: connected,
    ringSeconds: ring,
    direction,
    disposition: connected > 0 ? "answered" : "no-answer",
    extension: deviceOf(segment, "E"),
    queue: null,
    trunk: deviceOf(segment, "T"),
    costCents: readCents(cell(segment, AT.charge)),
    partOf: null,
    values: readValues(segment, direction === "in"),
  };
  if (callId === "") return { kind: "records", records: [record] };
  const part = cell(segment, AT.continuation) === "1" ? "goes on" : LAST;
  return { kind: "leg", leg: { call: callId, part, record } };
}

/** Party 1 is the company's side where it has one. `E` and an extension, `T` and a line, `V` and a voicemail port. */
function deviceOf(segment: Segment, letter: string): string | null {
  for (const index of [AT.party1, AT.party2]) {
    const device = cell(segment, index);
    if (device.length > 1 && device.startsWith(letter)) return letter === "E" ? device.slice(1) : device;
  }
  return null;
}

function readValues(segment: Segment, incoming: boolean): DecodedValue[] {
  const { cells } = segment;
  const values: DecodedValue[] = [];
  const add = (index: number, role: DecodedValue["role"], as: DecodedValue["class"]) => {
    if (index < cells.count) addValue(segment, cells.start[index] ?? 0, cells.end[index] ?? 0, role, as, values);
  };
  add(AT.caller, "calling", "phone");
  add(AT.called, "called", "phone");
  add(AT.dialled, "dialled", "phone");
  for (const code of [AT.account, AT.authorisation])
    if (isNumberText(cell(segment, code))) add(code, "redirecting", "phone");
  add(AT.targeted, "transferred", "phone");
  // Lines, voicemail ports and conferences have names of their own, which name nobody.
  const [first, second] = [cell(segment, AT.party1), cell(segment, AT.party2)];
  const companySide = incoming ? "called" : "calling";
  if (first.startsWith("E")) add(AT.party1Name, companySide, "name");
  if (second.startsWith("E")) add(AT.party2Name, first.startsWith("E") && !incoming ? "called" : "transferred", "name");
  add(AT.userCharged, "caller", "name");
  if (!/^LINE$/i.test(cell(segment, AT.targeter))) add(AT.targeter, "redirecting", "name");
  return values;
}
