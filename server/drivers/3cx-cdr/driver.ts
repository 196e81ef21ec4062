import { type Cells, createCells, lineEnd, splitCells } from "../cells.ts";
import type { DecodeContext, Decoded, DecodedRecord, Driver } from "../driver.ts";
import { readCents, readClockSeconds } from "../durations.ts";
import { FRAME_LIMIT } from "../framing.ts";
import { readLocalTime, readSeconds } from "../local-time.ts";
import { DELIMITER_VALUES, readCount, readDelimiter, readList, readOptions } from "../options.ts";
import { byteOrderMark, byteText, isBinary, isBlank } from "../text.ts";
import { column } from "../values.ts";
import { chosenPlaces, type Column, DEFAULT_COLUMNS, headerPlaces, type Places, usualPlaces } from "./columns.ts";
import { joinRows, partOf } from "./join.ts";
import { directionOf, type Ends, isExtension, plain, readSide, unanswered } from "./sides.ts";
import { readPeople, type Row } from "./people.ts";

/** The log and the socket of 3CX: the chosen fields of a call, separated by commas (docs/drivers/3cx-cdr.md). */
export const threeCxCdr: Driver = {
  id: "3cx-cdr",
  title: "3CX call detail records",
  product: "pbx",
  formats: ["csv"],
  framing: { kind: "line" },
  options: [
    { name: "columns", help: "Names of the fields chosen in 3CX, in their order; - for one that is not wanted" },
    { name: "delimiter", help: "Between the fields; a comma without", values: DELIMITER_VALUES },
    { name: "extension-length", help: "Digits of the company's extensions, where no types were chosen" },
  ],
  confirmed: {
    by: "real-records",
    note: "All 27 fields of 3CX's documentation, in both orders seen; read against one real record.",
  },
  configure(given) {
    const values = readOptions("3cx-cdr", threeCxCdr.options, given);
    const names = readList(values, "columns");
    const settings: Settings = {
      places: names.length === 0 ? null : chosenPlaces(names),
      delimiter: readDelimiter(values) ?? COMMA,
      digits: readCount("extension-length", values, 10),
    };
    const cells = createCells();
    return (frame, context) => decode(frame, context, settings, cells);
  },
  join: joinRows,
};

interface Settings {
  readonly places: Places | null;
  readonly delimiter: number;
  readonly digits: number | null;
}

const COMMA = 0x2c;
const PREFIX = "Call ";
/** Releases before the missed calls of queues, and a delimiter after the last field. */
const FEWEST = 26;
const MOST = 28;

function decode(frame: Uint8Array, context: DecodeContext, settings: Settings, cells: Cells): Decoded {
  if (frame.length >= FRAME_LIMIT) return { kind: "undefined", reason: "too-long: a line of 64 KiB or more" };
  const text = byteText(frame);
  if (isBlank(text)) return { kind: "nothing", reason: "blank line" };
  if (isBinary(text)) return { kind: "undefined", reason: "binary: bytes that no text holds" };
  const mark = byteOrderMark(text);
  const from = text.startsWith(PREFIX, mark) ? mark + PREFIX.length : mark;
  if (!splitCells(text, from, lineEnd(text), settings.delimiter, cells))
    return { kind: "undefined", reason: "quotes: a quote is not closed, or there are too many fields" };
  const header = headerPlaces(text, cells);
  if (header !== null) {
    context.state.places = header;
    return { kind: "nothing", reason: "header" };
  }
  const places = settings.places ?? (context.state.places as Places | undefined) ?? guessed(text, cells);
  if (places === null)
    return { kind: "undefined", reason: `columns: ${cells.count} where ${DEFAULT_COLUMNS.length} are expected` };
  if (Object.values(places).every((at) => at >= cells.count - 1) || tooFew(places, cells))
    return { kind: "undefined", reason: `columns: ${cells.count}, fewer than were chosen` };
  const digits = settings.digits ?? context.extensionDigits ?? null;
  return readRow({ frame, text, find: (name) => placeIn(places, name, cells) }, digits);
}

function guessed(text: string, cells: Cells): Places | null {
  if (cells.count < FEWEST || cells.count > MOST) return null;
  const last = DEFAULT_COLUMNS.length - 1;
  return usualPlaces(cells.count > last ? column(text, cells.start[last] ?? 0, cells.end[last] ?? 0) : "");
}

/** The log leaves nothing out: empty fields keep their commas, but for the last one of some releases. */
function tooFew(places: Places, cells: Cells): boolean {
  const most = Math.max(...Object.values(places));
  return cells.count < most || cells.count > most + 40;
}

function placeIn(places: Places, name: Column, cells: Cells): { start: number; end: number; escaped: boolean } | null {
  const at = places[name];
  if (at === undefined || at >= cells.count) return null;
  return { start: cells.start[at] ?? 0, end: cells.end[at] ?? 0, escaped: cells.escaped[at] === 1 };
}

function readRow(row: Row, digits: number | null): Decoded {
  const say = (name: Column): string => {
    const place = row.find(name);
    return place === null ? "" : column(row.text, place.start, place.end);
  };
  const startedAt = instant(say("time-start"));
  if (startedAt === null) return { kind: "undefined", reason: "time-start: no date and time" };
  const answerText = say("time-answered");
  const answeredAt = instant(answerText);
  if (answeredAt === null && answerText !== "") return { kind: "undefined", reason: "time-answered: no date and time" };
  const seconds = readDuration(say("duration"));
  if (seconds < 0) return { kind: "undefined", reason: "duration: no duration" };
  const isAnswered = row.find("time-answered") === null ? seconds > 0 : answeredAt !== null;
  const ends: Ends = {
    from: readSide(say("from-type")),
    to: readSide(say("to-type")),
    final: readSide(say("final-type")),
    fromNumber: say("from-no"),
    toNumber: say("to-no"),
  };
  const direction = directionOf(ends, digits);
  const reason = say("reason-terminated");
  const callId = say("historyid") || say("callid");
  const record: DecodedRecord = {
    kind: "call_history",
    callId: callId === "" ? null : callId,
    startedAt,
    durationSeconds: isAnswered ? seconds : 0,
    ringSeconds: answeredAt === null ? null : between(startedAt, answeredAt),
    direction,
    disposition: isAnswered ? "answered" : unanswered([reason, say("reason-changed")]),
    extension: extensionOf(ends, direction, say),
    queue: ends.to === "queue" ? say("to-dn") || null : ends.final === "queue" ? say("final-dn") || null : null,
    trunk: ends.from === "outside" ? say("from-dn") || null : ends.to === "outside" ? say("to-dn") || null : null,
    costCents: readCents(say("bill-cost")),
    partOf: null,
    values: readPeople(row, ends),
  };
  if (callId === "") return { kind: "records", records: [record] };
  const machine = ends.to === "queue" || ends.to === "machine";
  return { kind: "leg", leg: { call: callId, part: partOf(say("callid"), reason, machine), record } };
}

function instant(text: string): Date | null {
  return readLocalTime(text, 0, text.length, "UTC");
}

/** `00:00:25`, with a fraction in some releases, or seconds; empty for a call that nobody answered. */
function readDuration(text: string): number {
  if (text === "") return 0;
  return text.includes(":") ? readClockSeconds(text) : readSeconds(text, 0, text.length);
}

function between(from: Date, to: Date): number | null {
  const seconds = Math.round((to.getTime() - from.getTime()) / 1_000);
  return seconds >= 0 && seconds < 86_400 ? seconds : null;
}

/** The company's side: who called out, else where the call ended. */
function extensionOf(ends: Ends, direction: string | null, say: (name: Column) => string): string | null {
  if (direction === "in") {
    if (ends.final === "extension") return say("final-dn") || plain(say("final-number")) || null;
    if (ends.to === "extension") return say("to-dn") || plain(say("to-no")) || null;
    return isExtension(say("final-number"))
      ? plain(say("final-number"))
      : isExtension(say("to-no"))
        ? plain(say("to-no"))
        : null;
  }
  if (ends.from === "extension") return say("from-dn") || plain(say("from-no")) || null;
  return direction === null ? null : plain(say("from-no")) || null;
}
