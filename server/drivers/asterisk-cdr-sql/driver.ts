import { headerColumns, type Layout, rowLayout, tableColumns, tableLayout } from "../asterisk-cdr-csv/columns.ts";
import {
  RECORD_OPTIONS,
  readRecord,
  readStart,
  type RecordSettings,
  recordSettings,
} from "../asterisk-cdr-csv/record.ts";
import type { Line } from "../asterisk-cdr-csv/values.ts";
import { type Cells, createCells, splitCells, splitTableRow } from "../cells.ts";
import type { DecodeContext, Decoded, Decoder, Driver, DriverOptions } from "../driver.ts";
import { AppError } from "../../domain/app-error.ts";
import { FRAME_LIMIT } from "../framing.ts";
import { readOptions } from "../options.ts";
import { byteOrderMark, byteText, isBinary, isBlank } from "../text.ts";
import { splitAssignments } from "./assignments.ts";
import { splitRow, splitTabs, statementColumns } from "./statement.ts";

/** Rows of Asterisk's and FreePBX's table `cdr`, from a dump or an export (docs/drivers/asterisk-cdr-sql.md). */
export const asteriskCdrSql: Driver = {
  id: "asterisk-cdr-sql",
  title: "Asterisk and FreePBX call records, SQL rows",
  product: "pbx",
  formats: ["sql", "csv", "tsv"],
  framing: { kind: "sql" },
  options: [
    { name: "columns", help: "Names of the columns in their order, where neither the rows nor CREATE TABLE say" },
    ...RECORD_OPTIONS,
  ],
  confirmed: {
    by: "real-records",
    note: "FreePBX's table as its module makes it; read against real rows of another table with the same columns.",
  },
  configure,
};

interface Settings extends RecordSettings {
  readonly layout: Layout | null;
}

function readSettings(given: DriverOptions): Settings {
  const values = readOptions(asteriskCdrSql.id, asteriskCdrSql.options, given);
  const names = values.columns?.split(",").map((name) => name.trim());
  const columns = names === undefined ? null : tableColumns(names);
  if (names !== undefined && columns === null)
    throw new AppError("bad-input", "The option columns needs at least calldate, src and billsec (or duration).");
  return { ...recordSettings(values), layout: columns === null ? null : tableLayout(columns) };
}

/** The columns that a table or a header named, as text and as a layout. */
interface Named {
  readonly columns: string;
  readonly layout: Layout;
}

function configure(given: DriverOptions): Decoder {
  const settings = readSettings(given);
  const cells = createCells();
  const known = new Map<string, Layout>();
  return (frame, context) => {
    if (frame.length >= FRAME_LIMIT) return { kind: "undefined", reason: "too-long: a row of 64 KiB or more" };
    const text = byteText(frame);
    if (isBlank(text)) return { kind: "nothing", reason: "blank line" };
    if (isBinary(text)) return { kind: "undefined", reason: "binary: bytes that no text holds" };
    const from = byteOrderMark(text) + (/^\s*/.exec(text.slice(byteOrderMark(text)))?.[0].length ?? 0);
    const assigned = /^(?:INSERT|REPLACE)\b/i.test(text.slice(from, from + 8)) ? splitAssignments(text, cells) : null;
    if (assigned !== null) return readAssigned({ frame, text, cells, escapes: "sql" }, assigned, settings, context);
    if (text.charAt(from) !== "(") {
      const said = readStatement(text.slice(from), context);
      if (said !== null) return said;
    }
    const named = namedColumns(context, known);
    const row = text.charAt(from) === "(";
    const line: Line = { frame, text, cells, escapes: row || text.includes("\t") ? "sql" : "csv" };
    if (!(row ? splitRow(text, cells) : splitLine(text, from, cells)))
      return { kind: "undefined", reason: "quotes: a quote or bracket is not closed" };
    if (!row && isHeader(text, cells, context)) return { kind: "nothing", reason: "header line" };
    return readRow(line, settings, named, context);
  };
}

const NO_CALLS = /^(?:ALTER|BEGIN|COMMIT|DELETE|DROP|LOCK|SELECT|SET|START|TRUNCATE|UNLOCK|USE)(?=[ ;\r\n])/i;

/** What is no row: comments, statements, the columns they name. Null for a row. */
function readStatement(text: string, context: DecodeContext): Decoded | null {
  if (/^(?:--|#|\/\*)/.test(text)) return { kind: "nothing", reason: "comment" };
  if (/^[;,\s]+$/.test(text)) return { kind: "nothing", reason: "end of a statement" };
  if (/^\\\.\s*$/.test(text)) return { kind: "nothing", reason: "end of rows" };
  if (/^[|+:\- \r\n]+$/.test(text)) return { kind: "nothing", reason: "rule of a table" };
  if (/^(?:INSERT|REPLACE)\b/i.test(text) && !/\bVALUES?\s*$/i.test(text))
    return { kind: "undefined", reason: "statement: an INSERT without values that can be read" };
  if (/^(?:INSERT|REPLACE|CREATE|COPY)\b/i.test(text)) {
    readTable(text, context);
    return { kind: "nothing", reason: "statement before rows" };
  }
  return NO_CALLS.test(text) ? { kind: "nothing", reason: "statement" } : null;
}

/** What the statement tells of the rows after it: their columns, or that they are another table's and so no calls. */
function readTable(text: string, { state }: DecodeContext): void {
  const columns = statementColumns(text);
  const table =
    /\b(?:INTO|TABLE(?: IF NOT EXISTS)?|COPY)\s+([\w.`"[\]]+)/i.exec(text)?.[1]?.replaceAll(/[`"[\]]/g, "") ?? "";
  // Where damage took a name that a call needs, the rows are still calls, and must not be passed over as another table's.
  const isOther = columns === null && (text.match(CALL_NAMES) ?? []).length < 3;
  if (columns !== null) state.columns = columns;
  if (/^CREATE\b/i.test(text)) state.created = isOther ? table : null;
  else if (text.includes("(")) state.other = isOther;
  else state.other = table !== "" && (table === state.created || /(?:^|\.)(?:cel|queue_?log)$/i.test(table));
}

const CALL_NAME = /^(?:calldate|clid|src|dst|dcontext|dstchannel|lastapp|lastdata|billsec|disposition)$/i;
const CALL_NAMES = /\b(?:calldate|clid|src|dst|dcontext|dstchannel|lastapp|lastdata|billsec|disposition)\b/gi;

/** The columns the file named last; of FreePBX where it named none. */
function namedColumns({ state }: DecodeContext, known: Map<string, Layout>): Named | null {
  const { columns } = state;
  if (typeof columns !== "string") return null;
  const layout = known.get(columns) ?? tableLayout(columns);
  if (known.size < 100) known.set(columns, layout);
  return { columns, layout };
}

/** A line of an export: between tabs, in a table of pipes, or between commas or semicolons. */
function splitLine(text: string, from: number, cells: Cells): boolean {
  const to = text.trimEnd().length;
  if (text.charAt(from) === "|") return splitTableRow(text, from, to, cells);
  if (text.includes("\t")) return splitTabs(text, from, text.replace(/(?<![\r\n])[\r\n]+$/, "").length, cells);
  if (splitCells(text, from, to, COMMA, cells) && cells.count > 2) return true;
  return splitCells(text, from, to, SEMICOLON, cells);
}

const COMMA = 0x2c;
const SEMICOLON = 0x3b;

function isHeader(text: string, cells: Cells, context: DecodeContext): boolean {
  const columns = headerColumns(text, cells);
  if (columns !== null) {
    context.state.columns = columns;
    context.state.other = false;
  }
  return columns !== null;
}

/** A statement names the columns of its one row itself. */
function readAssigned(line: Line, names: readonly string[], settings: Settings, context: DecodeContext): Decoded {
  const columns = tableColumns(names);
  if (columns === null) {
    const isCall = names.filter((name) => CALL_NAME.test(name)).length >= 2;
    return isCall
      ? { kind: "undefined", reason: "columns: those that a call needs are missing" }
      : { kind: "nothing", reason: "row of another table" };
  }
  const own = { ...context, state: {} };
  return readRow(line, { ...settings, layout: tableLayout(columns) }, null, own);
}

function readRow(line: Line, settings: Settings, named: Named | null, context: DecodeContext): Decoded {
  const { text, cells } = line;
  if (context.state.other === true) return { kind: "nothing", reason: "row of another table" };
  const layout = settings.layout ?? named?.layout ?? rowLayout(cells.count, startsWithId(line) ? 1 : 0);
  if (layout === null || layout.count !== cells.count)
    return { kind: "undefined", reason: `columns: ${cells.count} where ${layout?.count ?? "12 to 26"} are expected` };
  const record = readRecord(line, layout, settings, context);
  if (record !== null) return record;
  const start = readStart(text, cells.start[layout.start] ?? 0, cells.end[layout.start] ?? 0, "UTC");
  return { kind: "undefined", reason: start === null ? "start: no date and time" : "duration: or an unknown word" };
}

/** A table of one's own often begins with a number of the row. */
function startsWithId({ text, cells }: Line): boolean {
  return /^\d{1,20}$/.test(text.slice(cells.start[0], cells.end[0])) && cells.count > 12;
}
