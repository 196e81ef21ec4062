import { besideText, COLUMNS, type ExportAbout, type ExportRow, type ExportWriter } from "./export-row.ts";
import { isoWriter, localWriter } from "./instants.ts";

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
  return { ...writer, head: () => `\uFEFF${writer.head()}` };
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
  date: (ms: number) => string,
  safe: (cell: string) => string,
): ExportWriter {
  const cell = prepared((value) => quoted(safe(value), separator));
  // Joined, not added up: what is added stays a tree of pieces until it is written, and clearing those away costs more.
  const line = (row: ExportRow) =>
    [
      row.hitId,
      row.source,
      date(row.at),
      row.product,
      row.direction,
      row.disposition,
      row.duration,
      row.ring,
      cell(row.extension),
      cell(row.queue),
      row.role,
      row.class,
      cell(row.number),
      row.otherParties.length === 0 ? "" : cell(besideText(row.otherParties)),
      row.erasedOn,
      cell(row.sourceName),
    ].join(separator);
  return {
    head: () => `${titles.map((title) => quoted(title, separator)).join(separator)}\r\n`,
    rows: (page) => (page.length === 0 ? "" : `${page.map(line).join("\r\n")}\r\n`),
    tail: () => "",
  };
}

/** Names, numbers and extensions come again and again: each is looked at once. */
function prepared(make: (value: string) => string): (value: string) => string {
  const known = new Map<string, string>();
  return (value) => {
    if (value === "") return "";
    let cell = known.get(value);
    if (cell === undefined) {
      if (known.size > 10_000) known.clear();
      cell = make(value);
      known.set(value, cell);
    }
    return cell;
  };
}

function quoted(value: string, separator: string): string {
  return /["\r\n]|^\s|\s$/.test(value) || value.includes(separator) ? `"${value.replaceAll('"', '""')}"` : value;
}
