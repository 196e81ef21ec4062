import { createCells, lineEnd, splitCells } from "../cells.ts";
import type { DecodeContext, Decoded, Decoder, Driver, DriverOption, DriverOptions } from "../driver.ts";
import { FRAME_LIMIT } from "../framing.ts";
import { DELIMITER_VALUES, readCount, readDelimiter, readList, readOptions } from "../options.ts";
import { byteOrderMark, byteText, isBinaryFrame, isBlank } from "../text.ts";
import { readCall } from "./call.ts";
import { documentedLayout, headerColumns, isTypeLine, type Layout, namedLayout, optionLayout } from "./columns.ts";
import { joinCalls } from "./join.ts";
import { readQuality } from "./quality.ts";
import type { Row } from "./row.ts";
import type { SiteRules } from "./sides.ts";

const OPTIONS: readonly DriverOption[] = [
  { name: "columns", help: "Names of the columns in their order, for files without a header line" },
  { name: "delimiter", help: "Between the columns; a header line is also found by itself", values: DELIMITER_VALUES },
  { name: "extension-length", help: "Digits of the company's extensions; without it two to five digits count as one" },
  { name: "trunks", help: "Names of gateways and trunks, with commas; * at the end stands for the rest of a name" },
  { name: "internal-partitions", help: "Partitions of the company's own numbers, with commas" },
  { name: "external-partitions", help: "Partitions of routes to outside, with commas" },
];

/** Unified CM writes calls (cdr_...) and their quality (cmr_...) into one folder: one reader knows both by their headers. */
export function cucmDriver(its: Pick<Driver, "id" | "title" | "confirmed">): Driver {
  return {
    ...its,
    product: "pbx",
    formats: ["csv"],
    framing: { kind: "line" },
    options: OPTIONS,
    configure: (given) => configure(its.id, given),
    join: joinCalls,
  };
}

interface Settings {
  readonly layout: Layout | null;
  readonly delimiter: number | null;
  readonly rules: SiteRules;
}

function readSettings(id: string, given: DriverOptions): Settings {
  const values = readOptions(id, OPTIONS, given);
  const lower = (name: string) => readList(values, name).map((word) => word.toLowerCase());
  return {
    layout: values.columns === undefined ? null : optionLayout(values.columns),
    delimiter: readDelimiter(values),
    rules: {
      trunks: lower("trunks"),
      internalPartitions: lower("internal-partitions"),
      externalPartitions: lower("external-partitions"),
      extensionDigits: readCount("extension-length", values, 15),
    },
  };
}

function configure(id: string, given: DriverOptions): Decoder {
  const settings = readSettings(id, given);
  const cells = createCells();
  let header: { readonly columns: string; readonly layout: Layout | null } | null = null;
  return (frame, context) => {
    if (frame.length >= FRAME_LIMIT) return { kind: "undefined", reason: "too-long: a line of 64 KiB or more" };
    const text = byteText(frame);
    if (isBlank(text)) return { kind: "nothing", reason: "blank line" };
    if (isBinaryFrame(frame)) return { kind: "undefined", reason: "binary: bytes that no text holds" };
    const [from, to] = [byteOrderMark(text), lineEnd(text)];
    const told = readHeader(text, from, to, settings, cells, context);
    if (told !== null) return told;
    const { columns, delimiter } = context.state;
    const separator = settings.delimiter ?? (typeof delimiter === "number" ? delimiter : COMMA);
    if (!splitCells(text, from, to, separator, cells))
      return { kind: "undefined", reason: "quotes: a quote is not closed" };
    if (isTypeLine(text, cells)) return { kind: "nothing", reason: "line of the column types" };
    if (typeof columns === "string" && columns !== header?.columns) header = { columns, layout: namedLayout(columns) };
    const named = (typeof columns === "string" ? header?.layout : null) ?? settings.layout;
    return readLine({ frame, text, cells }, named, settings, context);
  };
}

const COMMA = 0x2c;
const SEPARATORS = [COMMA, 0x3b, 0x09, 0x7c];

/** Every file begins with the names of its columns; what it says holds until the next one. */
function readHeader(
  text: string,
  from: number,
  to: number,
  settings: Settings,
  cells: Row["cells"],
  context: DecodeContext,
): Decoded | null {
  if (!/globalcallid_callid/i.test(text)) return null;
  for (const separator of settings.delimiter === null ? SEPARATORS : [settings.delimiter]) {
    if (!splitCells(text, from, to, separator, cells)) continue;
    const columns = headerColumns(text, cells);
    if (columns === null) continue;
    context.state.columns = columns;
    context.state.delimiter = separator;
    return { kind: "nothing", reason: "header line" };
  }
  return { kind: "undefined", reason: "header: columns are missing" };
}

function readLine(
  line: Omit<Row, "layout">,
  named: Layout | null,
  settings: Settings,
  context: DecodeContext,
): Decoded {
  const { text, cells } = line;
  const layout = named ?? documentedLayout(text, cells);
  if (layout === null) return { kind: "undefined", reason: "header: no line has named the columns" };
  if (layout.isExact && layout.count !== cells.count)
    return { kind: "undefined", reason: `columns: ${cells.count} where ${layout.count} are expected` };
  const row: Row = { ...line, layout };
  if (layout.kind === "cmr") return readQuality(row);
  const extensionDigits = settings.rules.extensionDigits ?? context.extensionDigits ?? null;
  return readCall(row, { ...settings.rules, extensionDigits });
}
