import { type Cells, createCells, lineEnd, splitCells, splitTableRow } from "../cells.ts";
import type { DecodeContext, Decoded, Decoder, Driver, DriverOptions } from "../driver.ts";
import { FRAME_LIMIT } from "../framing.ts";
import { DELIMITER_VALUES, readDelimiter, readOptions } from "../options.ts";
import { byteOrderMark, byteText, isBinary, isBlank } from "../text.ts";
import { columnsLayout, defaultLayout, headerColumns, type Layout } from "./columns.ts";
import { RECORD_OPTIONS, readRecord, readStart, type RecordSettings, recordSettings, secondsIn } from "./record.ts";
import type { Line } from "./values.ts";

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
    ...RECORD_OPTIONS,
  ],
  confirmed: {
    by: "real-records",
    note: "Read against records of Asterisk's own test suite and the examples of its CDR specification.",
  },
  configure,
};

interface Settings extends RecordSettings {
  readonly layout: Layout | null;
  readonly delimiter: number | null;
}

function readSettings(given: DriverOptions): Settings {
  const values = readOptions(asteriskCdrCsv.id, asteriskCdrCsv.options, given);
  const columns = values.columns;
  return {
    layout: columns === undefined ? null : columnsLayout(columns),
    delimiter: readDelimiter(values),
    ...recordSettings(values),
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
    const line: Line = { frame, text, cells, escapes: text.charCodeAt(from) === 0x7c ? "table" : "csv" };
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
