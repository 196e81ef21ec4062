import { type Cells, createCells, lineEnd } from "../cells.ts";
import { readChannel, readSides, type SiteRules, trunkOf } from "../channel-sides.ts";
import type { DecodeContext, Decoded, DecodedRecord, Decoder, Driver, DriverOptions } from "../driver.ts";
import { FRAME_LIMIT } from "../framing.ts";
import { readLocalTime } from "../local-time.ts";
import { readCount, readList, readOptions } from "../options.ts";
import { byteOrderMark, byteText, isBinaryFrame, isBlank } from "../text.ts";
import { type Columns, columnsOf, defaultColumns, headerColumns, ownColumns, splitEvent } from "./columns.ts";
import { dispositionOf, type Event, isNumber, peopleOf, textOf } from "./event.ts";
import { joinEvents, partOf } from "./join.ts";

/** Asterisk's channel event log, a line an event (docs/drivers/asterisk-cel.md). */
export const asteriskCel: Driver = {
  id: "asterisk-cel",
  title: "Asterisk channel event log",
  product: "pbx",
  formats: ["csv", "table"],
  framing: { kind: "line", quotes: true },
  options: [
    {
      name: "columns",
      help: "Names of the columns in their order, for a cel_custom.conf of one's own; - for an unwanted one",
    },
    {
      name: "extension-length",
      help: "Digits of the company's extensions; without it two to five digits count as one",
    },
    { name: "internal-contexts", help: "Dialplan contexts in which the company's own telephones dial, with commas" },
    { name: "external-contexts", help: "Dialplan contexts in which calls from outside arrive, with commas" },
  ],
  confirmed: {
    by: "real-records",
    note: "Read against events of Asterisk's test suite, of its design of 2007, and of Wazo's table.",
  },
  configure(given: DriverOptions): Decoder {
    const values = readOptions("asterisk-cel", asteriskCel.options, given);
    const settings: Settings = {
      columns: values.columns === undefined ? null : ownColumns(values.columns),
      extensionDigits: readCount("extension-length", values, 10),
      internalContexts: readList(values, "internal-contexts"),
      externalContexts: readList(values, "external-contexts"),
    };
    const cells = createCells();
    return (frame, context) => decode(frame, context, settings, cells);
  },
  join: joinEvents,
};

interface Settings extends SiteRules {
  readonly columns: Columns | null;
}

function decode(frame: Uint8Array, context: DecodeContext, settings: Settings, cells: Cells): Decoded {
  if (frame.length >= FRAME_LIMIT) return { kind: "undefined", reason: "too-long: a line of 64 KiB or more" };
  const text = byteText(frame);
  if (isBlank(text)) return { kind: "nothing", reason: "blank line" };
  if (isBinaryFrame(frame)) return { kind: "undefined", reason: "binary: bytes that no text holds" };
  const from = byteOrderMark(text);
  const to = lineEnd(text);
  if (/^(?:[(#;]|[-+| ]*$)/.test(text.slice(from, to).trimStart()))
    return { kind: "nothing", reason: "remark or rule of a table" };
  const { from: first, to: last, delimiter } = bounds(text, from, to);
  if (!splitEvent(text, first, last, delimiter, cells))
    return { kind: "undefined", reason: "quotes: a quote is not closed" };
  const header = headerColumns(text, cells);
  if (header !== null) {
    context.state.columns = header;
    return { kind: "nothing", reason: "header line" };
  }
  const kept = context.state.columns;
  const columns = settings.columns ?? (typeof kept === "string" ? columnsOf(kept) : defaultColumns(cells.count));
  // The last column of a table may be left out where it is empty.
  const expected = columns?.names.length ?? 0;
  if (columns === null || cells.count > expected || cells.count < expected - 1)
    return {
      kind: "undefined",
      reason: `columns: ${cells.count} where ${columns === null ? "14 to 20" : expected} are expected`,
    };
  return readEvent({ frame, text, cells, columns }, settings, context);
}

/** A row of a table stands between pipes, perhaps with one at each end; any other line between commas, semicolons or tabs. */
function bounds(text: string, from: number, to: number): { from: number; to: number; delimiter: string } {
  const line = text.slice(from, to);
  if (!line.includes(" | ") || line.trimStart().startsWith('"')) {
    const delimiter = line.includes(",") ? "," : line.includes("\t") ? "\t" : ";";
    return { from, to, delimiter };
  }
  const framed = /^\s*\|/.exec(line);
  const end = framed === null ? to : from + line.trimEnd().replace(/\|$/, "").length;
  return { from: from + (framed?.[0].length ?? 0), to: Math.max(end, from), delimiter: "|" };
}

function readEvent(event: Event, settings: Settings, context: DecodeContext): Decoded {
  const type = textOf(event, "eventtype").replace(/^EV_/i, "").toUpperCase();
  if (!/^[A-Z0-9][A-Z0-9_]{1,39}$/.test(type)) return { kind: "undefined", reason: "eventtype: no name of an event" };
  const startedAt = readTime(textOf(event, "eventtime"), context.timeZone);
  if (startedAt === null) return { kind: "undefined", reason: "eventtime: no date and time" };
  const uniqueId = textOf(event, "uniqueid");
  const linkedId = textOf(event, "linkedid");
  const call = linkedId === "" ? uniqueId : linkedId;
  if (!/^[\w.:-]{1,150}$/.test(call)) return { kind: "undefined", reason: "linkedid: no id of a call" };
  const isFirst = uniqueId === call;
  // Before there was a linkedid a channel was a call.
  const ends = type === "LINKEDID_END" || (linkedId === "" && type === "CHAN_END");
  const record: DecodedRecord = {
    kind: "call_history",
    callId: call,
    startedAt,
    durationSeconds: 0,
    ringSeconds: null,
    direction: null,
    disposition: dispositionAt(event, type, isFirst),
    extension: null,
    queue: isFirst && textOf(event, "appname") === "Queue" ? textOf(event, "appdata").split(",", 1)[0] || null : null,
    trunk: null,
    costCents: null,
    partOf: null,
    values: peopleOf(event, isFirst, dialsHere(type)),
    ...sidesAt(event, type, isFirst, settings, context),
  };
  return { kind: "leg", leg: { call, part: partOf(type, isFirst, ends), record } };
}

/** When a channel begins or an application dials, its extension is what was dialled; later it may be where the dialplan stands. */
function dialsHere(type: string): boolean {
  return type === "CHAN_START" || type === "APP_START";
}

function dispositionAt(event: Event, type: string, isFirst: boolean): DecodedRecord["disposition"] {
  if (type === "ANSWER" && isFirst) return "answered";
  return type === "HANGUP" ? dispositionOf(textOf(event, "eventextra")) : null;
}

/** Seconds since 1970 with microseconds, or local time. */
function readTime(text: string, timeZone: string): Date | null {
  if (/^\d{9,10}(?:\.\d{1,6})?$/.test(text)) return new Date(Math.trunc(Number(text) * 1_000));
  return readLocalTime(text, 0, text.length, timeZone);
}

type SidesOfCall = Pick<DecodedRecord, "direction" | "extension" | "trunk">;

/** The first channel tells the call's direction when it begins or dials; the others tell the telephone or trunk they reach. */
function sidesAt(
  event: Event,
  type: string,
  isFirst: boolean,
  settings: Settings,
  context: DecodeContext,
): Partial<SidesOfCall> {
  if (!dialsHere(type)) return {};
  const rules = { ...settings, extensionDigits: settings.extensionDigits ?? context.extensionDigits ?? null };
  const channel = readChannel(textOf(event, "channame"));
  if (isFirst) {
    const exten = textOf(event, "exten");
    const called = isNumber(exten) ? exten : "";
    const none = readChannel("");
    const sides = readSides(textOf(event, "cid_num"), called, textOf(event, "context"), channel, none, rules);
    return called === "" && sides.direction !== "in" ? {} : sides;
  }
  if (type !== "CHAN_START") return {};
  const { extension } = readSides("", "", "", channel, readChannel(""), rules);
  const number = textOf(event, "cid_num");
  const own = extension ?? readSides(number, "", "none", readChannel(""), readChannel(""), rules).extension;
  return own === null ? { trunk: trunkOf(channel, false) } : { extension: own };
}
