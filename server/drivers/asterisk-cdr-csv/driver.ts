import type { Disposition } from "../../domain/codes.ts";
import { type Cells, createCells, lineEnd, splitCells, splitTableRow } from "../cells.ts";
import type { DecodeContext, Decoded, DecodedValue, Decoder, Driver, DriverOptions } from "../driver.ts";
import { FRAME_LIMIT } from "../framing.ts";
import { readLocalTime, readSeconds } from "../local-time.ts";
import { DELIMITER_VALUES, readCount, readDelimiter, readList, readOptions } from "../options.ts";
import { byteOrderMark, byteText, isBinary, isBlank } from "../text.ts";
import { columnsLayout, defaultLayout, headerColumns, type Layout } from "./columns.ts";
import { readChannel, readSides, type SiteRules } from "./sides.ts";
import { addAccount, addCallerId, addCell, addDialled, addPersonal, cellText, type Line } from "./values.ts";

/** Master.csv of Asterisk's cdr_csv and files of cdr_custom (docs/drivers/asterisk-cdr-csv.md). */
export const asteriskCdrCsv: Driver = {
  id: "asterisk-cdr-csv",
  title: "Asterisk call detail records, CSV",
  product: "pbx",
  formats: ["csv", "table"],
  framing: { kind: "line", quotes: true },
  options: [
    { name: "columns", help: "Names of the columns in their order, for cdr_custom; - for one that is not wanted" },
    { name: "delimiter", help: "Between the columns; a header line is also found by itself", values: DELIMITER_VALUES },
    {
      name: "extension-length",
      help: "Digits of the company's extensions; without it two to five digits count as one",
    },
    { name: "internal-contexts", help: "Dialplan contexts in which the company's own telephones dial, with commas" },
    { name: "external-contexts", help: "Dialplan contexts in which calls from outside arrive, with commas" },
    { name: "usegmtime", help: "As in cdr.conf: times are UTC", values: ["yes", "no"], default: "no" },
    { name: "userfield", help: "What the column userfield holds", values: ["text", "phone", "ssn"], default: "text" },
  ],
  confirmed: {
    by: "real-records",
    note: "Read against records of Asterisk's own test suite and the examples of its CDR specification.",
  },
  configure,
};

interface Settings {
  readonly layout: Layout | null;
  readonly delimiter: number | null;
  readonly extensionDigits: number | null;
  readonly internalContexts: readonly string[];
  readonly externalContexts: readonly string[];
  readonly utc: boolean;
  readonly userfield: "phone" | "ssn" | null;
}

function readSettings(given: DriverOptions): Settings {
  const values = readOptions(asteriskCdrCsv.id, asteriskCdrCsv.options, given);
  const columns = values.columns;
  const userfield = values.userfield;
  return {
    layout: columns === undefined ? null : columnsLayout(columns),
    delimiter: readDelimiter(values),
    extensionDigits: readCount("extension-length", values, 10),
    internalContexts: readList(values, "internal-contexts"),
    externalContexts: readList(values, "external-contexts"),
    utc: values.usegmtime === "yes",
    userfield: userfield === "phone" || userfield === "ssn" ? userfield : null,
  };
}

/** The file's own header, kept as text in the state and as a layout here. */
interface Header {
  readonly columns: string;
  readonly layout: Layout;
}

function configure(given: DriverOptions): Decoder {
  const settings = readSettings(given);
  const cells = createCells();
  let header: Header | null = null;
  return (frame, context) => {
    if (frame.length >= FRAME_LIMIT) return { kind: "undefined", reason: "too-long: a line of 64 KiB or more" };
    const text = byteText(frame);
    const from = byteOrderMark(text);
    const to = lineEnd(text);
    if (to === from || isBlank(text)) return { kind: "nothing", reason: "blank line" };
    const { columns, delimiter } = context.state;
    if (typeof columns === "string" && columns !== header?.columns)
      header = { columns, layout: columnsLayout(columns) };
    const kept = typeof columns === "string" ? header : null;
    const separator = settings.delimiter ?? (typeof delimiter === "number" ? delimiter : 0x2c);
    const line: Line = { frame, text, cells, table: text.charCodeAt(from) === 0x7c };
    if (split(text, from, to, separator, cells)) {
      const layout = settings.layout ?? kept?.layout ?? defaultLayout(text, cells);
      if (layout !== null && layout.count === cells.count) {
        const record = readRecord(line, layout, settings, context);
        if (record !== null) return record;
      }
    }
    return explain(line, from, to, separator, settings, kept?.layout ?? null, context);
  };
}

/** A line that begins with a pipe is a row of a table as documents and psql print it. */
function split(text: string, from: number, to: number, separator: number, cells: Cells): boolean {
  if (text.charCodeAt(from) === 0x7c) return splitTableRow(text, from, to, cells);
  return splitCells(text, from, to, separator, cells);
}

/** The one record of a line; null when its times, durations or disposition are none. */
function readRecord(line: Line, layout: Layout, settings: Settings, context: DecodeContext): Decoded | null {
  const { text, cells } = line;
  const zone = settings.utc ? "UTC" : context.timeZone;
  const startedAt = readStart(text, cells.start[layout.start] ?? 0, cells.end[layout.start] ?? 0, zone);
  if (startedAt === null) return null;
  const total = secondsIn(line, layout.duration);
  const talk = layout.billsec < 0 ? total : secondsIn(line, layout.billsec);
  const disposition = layout.disposition < 0 ? null : readDisposition(cellText(line, layout.disposition));
  if (total === -1 || talk === null || talk === -1 || disposition === undefined) return null;

  const lastapp = cellText(line, layout.lastapp);
  const sides = readSides(
    cellText(line, layout.src),
    cellText(line, layout.dst),
    cellText(line, layout.dcontext),
    readChannel(cellText(line, layout.channel)),
    readChannel(cellText(line, layout.dstchannel)),
    siteRules(settings, context),
  );
  const callId = cellText(line, layout.uniqueid);
  const linkedId = cellText(line, layout.linkedid);
  return {
    kind: "records",
    records: [
      {
        kind: "call_history",
        callId: callId === "" ? null : callId,
        startedAt,
        durationSeconds: talk,
        ringSeconds: total === null || layout.billsec < 0 || total < talk ? null : total - talk,
        direction: sides.direction,
        disposition,
        extension: sides.extension,
        queue: lastapp === "Queue" ? queueName(cellText(line, layout.lastdata)) : null,
        trunk: sides.trunk,
        costCents: null,
        partOf: linkedId === "" || linkedId === callId ? null : linkedId,
        values: readValues(line, layout, settings),
      },
    ],
  };
}

function readValues(line: Line, layout: Layout, settings: Settings): readonly DecodedValue[] {
  const values: DecodedValue[] = [];
  addCell(line, layout.src, "calling", values);
  addCell(line, layout.dst, "called", values);
  addCallerId(line, layout.clid, values);
  addDialled(line, layout.lastdata, values);
  addDialled(line, layout.channel, values);
  addDialled(line, layout.dstchannel, values);
  addAccount(line, layout.accountcode, values);
  addAccount(line, layout.peeraccount, values);
  if (layout.did >= 0) addCell(line, layout.did, "dialled", values);
  if (layout.cnum >= 0) addCell(line, layout.cnum, "caller", values);
  if (layout.cnam >= 0) addPersonal(line, layout.cnam, "caller", "name", values);
  if (layout.dst_cnam >= 0) addPersonal(line, layout.dst_cnam, "called", "name", values);
  if (layout.ssn >= 0) addPersonal(line, layout.ssn, "calling", "ssn", values);
  if (settings.userfield === "ssn") addPersonal(line, layout.userfield, "calling", "ssn", values);
  else if (settings.userfield === "phone") addCell(line, layout.userfield, "redirecting", values);
  else addAccount(line, layout.userfield, values);
  return values;
}

function siteRules(settings: Settings, context: DecodeContext): SiteRules {
  const { internalContexts, externalContexts } = settings;
  const extensionDigits = settings.extensionDigits ?? context.extensionDigits ?? null;
  return { extensionDigits, internalContexts, externalContexts };
}

/** Local time as cdr_csv writes it, or seconds since 1970 as `CDR(start,u)` gives them to cdr_custom. */
function readStart(text: string, start: number, end: number, zone: string): Date | null {
  const local = readLocalTime(text, start, end, zone);
  if (local !== null) return local;
  const epoch = text.slice(start, end);
  return /^\d{9,10}(?:\.\d{1,6})?$/.test(epoch) ? new Date(Math.trunc(Number(epoch) * 1000)) : null;
}

/** Null where the line has no such column, -1 where it holds no number of seconds. */
function secondsIn(line: Line, column: number): number | null {
  if (column < 0) return null;
  return readSeconds(line.text, line.cells.start[column] ?? 0, line.cells.end[column] ?? 0);
}

/** Undefined for a word that Asterisk does not write. */
function readDisposition(word: string): Disposition | null | undefined {
  switch (word) {
    case "ANSWERED":
      return "answered";
    case "NO ANSWER":
    case "NOANSWER":
    case "CANCEL":
      return "no-answer";
    case "BUSY":
      return "busy";
    case "FAILED":
    case "CONGESTION":
    case "CHANUNAVAIL":
      return "failed";
    case "UNKNOWN":
    case "":
      return null;
    default:
      return undefined;
  }
}

function queueName(lastdata: string): string | null {
  const end = lastdata.search(/[,|]/);
  const name = end < 0 ? lastdata : lastdata.slice(0, end);
  return name === "" ? null : name;
}

/** What a line is that gave no record: a header, a rule between header and rows, or not understood and why. */
function explain(
  line: Line,
  from: number,
  to: number,
  separator: number,
  settings: Settings,
  header: Layout | null,
  context: DecodeContext,
): Decoded {
  const { text, cells } = line;
  if (/^[|+:\- ]+$/.test(text.slice(from, to))) return { kind: "nothing", reason: "rule of a table" };
  for (const candidate of settings.delimiter === null ? [separator, 0x2c, 0x3b, 0x09, 0x7c] : [separator]) {
    if (!split(text, from, to, candidate, cells)) continue;
    const columns = headerColumns(text, cells);
    if (columns === null) continue;
    context.state.columns = columns;
    context.state.delimiter = candidate;
    return { kind: "nothing", reason: "header line" };
  }
  if (isBinary(text)) return { kind: "undefined", reason: "binary: bytes that no text holds" };
  if (!split(text, from, to, separator, cells)) return { kind: "undefined", reason: "quotes: a quote is not closed" };
  const layout = settings.layout ?? header ?? defaultLayout(text, cells);
  if (layout === null || layout.count !== cells.count) {
    const expected = layout === null ? "16 to 21" : String(layout.count);
    return { kind: "undefined", reason: `columns: ${cells.count} where ${expected} are expected` };
  }
  const zone = settings.utc ? "UTC" : context.timeZone;
  if (readStart(text, cells.start[layout.start] ?? 0, cells.end[layout.start] ?? 0, zone) === null) {
    return { kind: "undefined", reason: "start: no date and time" };
  }
  const durations = [layout.duration, layout.billsec].some((column) => secondsIn(line, column) === -1);
  return { kind: "undefined", reason: durations ? "duration: no number of seconds" : "disposition: unknown word" };
}
