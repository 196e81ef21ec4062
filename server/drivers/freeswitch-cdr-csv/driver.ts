import { type Cells, createCells } from "../cells.ts";
import type { DecodeContext, Decoded, Decoder, Driver, DriverOptions } from "../driver.ts";
import { type Leg, readCall } from "../freeswitch/call.ts";
import { partAt } from "../freeswitch/parts.ts";
import { readSite, SITE_OPTIONS, type Site } from "../freeswitch/sides.ts";
import { FRAME_LIMIT } from "../framing.ts";
import { readOptions } from "../options.ts";
import { byteOrderMark, byteText, isBinary, isBlank } from "../text.ts";
import type { FrameText } from "../values.ts";
import {
  type Columns,
  guessedColumns,
  headerColumns,
  ownColumns,
  splitLoose,
  TEMPLATE_NAMES,
  templateColumns,
} from "./templates.ts";

/** Files of FreeSWITCH's mod_cdr_csv, whose template decides the columns (docs/drivers/freeswitch-cdr-csv.md). */
export const freeswitchCdrCsv: Driver = {
  id: "freeswitch-cdr-csv",
  title: "FreeSWITCH call detail records, CSV",
  product: "pbx",
  formats: ["csv"],
  framing: { kind: "line" },
  options: [
    {
      name: "template",
      help: "The template's name in cdr_csv.conf.xml; without it the columns tell",
      values: TEMPLATE_NAMES,
    },
    { name: "columns", help: "Names of the variables in a template of one's own; - for one that is not wanted" },
    ...SITE_OPTIONS,
  ],
  confirmed: {
    by: "documentation",
    note: "The templates of FreeSWITCH's own configuration; read against records built after them.",
  },
  configure(given: DriverOptions): Decoder {
    const values = readOptions("freeswitch-cdr-csv", freeswitchCdrCsv.options, given);
    const { columns, template } = values;
    const told =
      columns !== undefined ? ownColumns(columns) : template !== undefined ? templateColumns(template) : null;
    const settings: Settings = { site: readSite(values), columns: told };
    const cells = createCells();
    return (frame, context) => decode(frame, context, settings, cells);
  },
};

interface Settings {
  readonly site: Site;
  readonly columns: Columns | null;
}

function decode(frame: Uint8Array, context: DecodeContext, { site, columns }: Settings, cells: Cells): Decoded {
  if (frame.length >= FRAME_LIMIT) return { kind: "undefined", reason: "too-long: a line of 64 KiB or more" };
  const text = byteText(frame);
  if (isBlank(text)) return { kind: "nothing", reason: "blank line" };
  if (isBinary(text)) return { kind: "undefined", reason: "binary: bytes that no text holds" };
  const { from, to } = valuesOf(text);
  if (!splitLoose(text, from, to, cells)) return { kind: "undefined", reason: "quotes: a quote is not closed" };
  const header = headerColumns(text, cells);
  if (header !== null) {
    context.state.columns = header.join(",");
    return { kind: "nothing", reason: "header line" };
  }
  const kept = context.state.columns;
  const names = columns ?? (typeof kept === "string" ? kept.split(",") : guessedColumns(text, cells));
  if (names === null) return { kind: "undefined", reason: "template: no known one has these columns" };
  if (names.length !== cells.count)
    return { kind: "undefined", reason: `columns: ${cells.count} where ${names.length} are expected` };
  const record = readCall(legOf({ frame, text }, cells, names), site, context);
  return typeof record === "string" ? { kind: "undefined", reason: record } : { kind: "records", records: [record] };
}

/** What stands between the brackets of the template `sql`; else the line. */
function valuesOf(text: string): { from: number; to: number } {
  const to = text.trimEnd().length;
  const from = byteOrderMark(text);
  const insert = /^INSERT INTO [\w."`]{1,80} VALUES ?\(/i.exec(text);
  if (insert === null) return { from, to };
  const close = text.lastIndexOf(")");
  return { from: insert[0].length, to: close < insert[0].length ? to : close };
}

function legOf(source: FrameText, cells: Cells, names: Columns): Leg {
  const variable: Leg["variable"] = (name) => {
    const at = names.indexOf(name);
    return at < 0 ? null : partAt(source, cells.start[at] ?? 0, cells.end[at] ?? 0, false);
  };
  return { ...source, variable, profile: () => null, others: () => [] };
}
