import type { DecodeContext, Decoded, Decoder, Driver, DriverOptions } from "../driver.ts";
import { FRAME_LIMIT } from "../framing.ts";
import { readCount, readOptions } from "../options.ts";
import { byteText, isBinaryFrame, isBlank } from "../text.ts";
import { type Cell, type Columns, columnsOf, DOCUMENTED_COLUMNS, headerColumns, splitColumns } from "./columns.ts";
import { joinSessions } from "./join.ts";
import { readLeg, type Settings } from "./leg.ts";
import { type Mark, markIn, pieces } from "./lines.ts";

/** Call detail records that AudioCodes' SBCs and gateways send as syslog (docs/drivers/audiocodes-syslog-cdr.md). */
export const audiocodesSyslogCdr: Driver = {
  id: "audiocodes-syslog-cdr",
  title: "AudioCodes SBC and gateway (syslog)",
  product: "pbx",
  formats: ["log"],
  framing: { kind: "lines", belongs: pieces },
  options: [
    {
      name: "extension-length",
      help: "Digits of the company's extensions; without it two to five digits count as one",
    },
    {
      name: "duration-unit",
      help: "The device's CallDurationUnits",
      values: ["seconds", "deciseconds", "centiseconds", "milliseconds"],
      default: "seconds",
    },
  ],
  confirmed: {
    by: "real-records",
    note: "Read against the header and three records of one session of 39 columns; gateways after their documentation.",
  },
  configure,
  join: joinSessions,
};

const UNITS: Readonly<Record<string, number>> = { seconds: 1, deciseconds: 10, centiseconds: 100, milliseconds: 1_000 };

function configure(given: DriverOptions): Decoder {
  const values = readOptions(audiocodesSyslogCdr.id, audiocodesSyslogCdr.options, given);
  const digits = readCount("extension-length", values, 15);
  const unitsPerSecond = UNITS[values["duration-unit"] ?? "seconds"] ?? 1;
  return (frame, context) => {
    if (frame.length >= FRAME_LIMIT) return { kind: "undefined", reason: "too-long: a record of 64 KiB or more" };
    const text = byteText(frame);
    if (isBlank(text)) return { kind: "nothing", reason: "blank line" };
    if (isBinaryFrame(frame)) return { kind: "undefined", reason: "binary: bytes that no text holds" };
    const extensionDigits = digits ?? context.extensionDigits ?? null;
    return decodeLine(frame, text, { extensionDigits, unitsPerSecond }, context);
  };
}

function decodeLine(frame: Uint8Array, text: string, settings: Settings, context: DecodeContext): Decoded {
  const mark = markIn(text);
  if (mark === null) {
    // The log holds whatever the device writes; what looks like a damaged record is kept.
    return text.split("|", 8).length > 7
      ? { kind: "undefined", reason: "mark: no word that says what it is" }
      : { kind: "nothing", reason: "another line of the log" };
  }
  if (/^media/i.test(mark.word)) return { kind: "nothing", reason: "a stream of sound and no call" };
  if (mark.word.startsWith("DIALOG")) return { kind: "nothing", reason: "a dialogue that is no call" };
  if (mark.word.endsWith("ReportType")) return readHeader(text, mark, context);
  const { columns } = context.state;
  const told = typeof columns === "string" ? columnsOf(columns) : null;
  const cells = splitColumns(text, recordStart(text, mark, told));
  // Gateways have other columns, which only their header tells.
  if (told === null && cellText(text, cells[1]) !== "SBC")
    return { kind: "undefined", reason: "header: no line has named the columns" };
  const layout = told ?? DOCUMENTED_COLUMNS;
  const needed = Math.max(...["srcuri", "dsturi", "setuptime", "duration"].map((name) => layout.at.get(name) ?? 0));
  if (cells.length <= needed)
    return { kind: "undefined", reason: `columns: ${cells.length} where more than ${needed} are expected` };
  const stage = mark.word === "CALL_END" ? "end" : mark.word === "CALL_CONNECT" ? "connect" : "start";
  return readLeg({ frame, text, cells, columns: layout }, stage, settings, context);
}

function cellText(text: string, cell: Cell | undefined): string {
  return cell === undefined ? "" : text.slice(cell.start, cell.end);
}

function readHeader(text: string, mark: Mark, context: DecodeContext): Decoded {
  // A site may have moved the word that says what it is away from the beginning.
  const names = headerColumns(text, splitColumns(text, lineStart(text, mark.at)));
  if (names === null) return { kind: "undefined", reason: "header: columns are missing" };
  context.state.columns = names;
  return { kind: "nothing", reason: "header line" };
}

/** Behind what a relay and the device write before it: `... [S=12] |`. */
function lineStart(text: string, at: number): number {
  const close = text.lastIndexOf("]", at);
  if (close >= 0) return /^\] *\| */.test(text.slice(close, close + 8)) ? text.indexOf("|", close) + 1 : close + 1;
  return text.slice(0, at).includes("|") ? 0 : at;
}

/** The record begins with its word, or as many columns before it as the header says. */
function recordStart(text: string, mark: Mark, columns: Columns | null): number {
  return (columns?.at.get("reporttype") ?? 0) === 0 ? mark.at : lineStart(text, mark.at);
}
