import type { ByteText } from "./byte-text.ts";
import { besideText, COLUMNS, type ExportAbout, type ExportRow, type ExportWriter, ID_LENGTH } from "./export-row.ts";
import { type InstantWriter, isoWriter, localWriter } from "./instants.ts";

/** RFC 4180, UTC, every value as it is: for machines. A spreadsheet would take a number's plus for a formula. */
export function exactCsv(): ExportWriter {
  return csvOf(",", [...COLUMNS], isoWriter(), (cell) => cell);
}

/**
 * For people with a spreadsheet: byte order mark, local time, the separator of the language, and no cell that a spreadsheet
 * would run as a formula, whichever separator it takes the file to have.
 */
export function spreadsheetCsv({ language, timeZone }: ExportAbout): ExportWriter {
  const titles = COLUMNS.map((column) => (column === "date" ? `date (${timeZone})` : column));
  const writer = csvOf(language === "sv" ? ";" : ",", titles, localWriter(timeZone), harmless);
  return {
    ...writer,
    head(to) {
      to.text("\uFEFF");
      writer.head(to);
    },
  };
}

/**
 * A cell that no spreadsheet runs: control characters go, and what begins like a formula (also after blanks and quotes, and
 * in the full-width forms that some programs fold) gets an apostrophe before it. A program that splits the line at another
 * separator begins cells inside this one: they are kept harmless too. Source: OWASP, CSV Injection.
 */
export function harmless(cell: string): string {
  const clean = cell.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff]/g, "");
  const first = FORMULA_FIRST.test(clean) ? `'${clean}` : clean;
  return SEPARATOR.test(first) ? first.replace(FORMULA_INSIDE, "$1'") : first;
}

const FORMULA_FIRST = /^[\s"]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const SEPARATOR = /[,;|\t\r\n]/;
const FORMULA_INSIDE = /([,;|\t\r\n])(?=[\s"]*[=+\-@\uff1d\uff0b\uff0d\uff20])/g;

function csvOf(
  separator: string,
  titles: readonly string[],
  writeDate: InstantWriter,
  safe: (cell: string) => string,
): ExportWriter {
  const cell = prepared((value) => quoted(safe(value), separator));
  const between = separator.charCodeAt(0);
  const word = (to: ByteText, text: string) => {
    to.ascii(text);
    to.byte(between);
  };
  const seconds = (to: ByteText, count: number | null) => {
    if (count !== null) to.number(count);
    to.byte(between);
  };
  const value = (to: ByteText, text: string) => {
    if (text !== "") to.bytes(cell(text));
    to.byte(between);
  };
  return {
    head: (to) => to.text(`${titles.map((title) => quoted(title, separator)).join(separator)}\r\n`),
    row(to, row: ExportRow) {
      to.bytes(row.ids, row.idAt, ID_LENGTH);
      to.byte(between);
      word(to, row.source);
      writeDate(to, row.at);
      to.byte(between);
      word(to, row.product);
      word(to, row.direction);
      word(to, row.disposition);
      seconds(to, row.duration);
      seconds(to, row.ring);
      value(to, row.extension);
      value(to, row.queue);
      word(to, row.role);
      word(to, row.class);
      value(to, row.number);
      value(to, row.otherParties.length === 0 ? "" : besideText(row.otherParties));
      word(to, row.erasedOn);
      value(to, row.sourceName);
      word(to, row.correctedOn);
      value(to, row.cost);
      word(to, row.currency);
      word(to, row.keptApart);
      word(to, row.nature);
      to.ascii(row.category);
      to.ascii("\r\n");
    },
    tail: () => undefined,
  };
}

/** Names, numbers and extensions come again and again: each is looked at once. */
function prepared(make: (value: string) => string): (value: string) => Uint8Array {
  const known = new Map<string, Uint8Array>();
  return (value) => {
    let cell = known.get(value);
    if (cell === undefined) {
      if (known.size > 10_000) known.clear();
      cell = Buffer.from(make(value));
      known.set(value, cell);
    }
    return cell;
  };
}

function quoted(value: string, separator: string): string {
  return /["\r\n]|^\s|\s$/.test(value) || value.includes(separator) ? `"${value.replaceAll('"', '""')}"` : value;
}
