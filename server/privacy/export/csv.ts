import type { ExportAbout, ExportRow, ExportWriter } from "./export-row.ts";

const COLUMNS = [
  "hit_id",
  "source",
  "date",
  "product",
  "direction",
  "disposition",
  "duration_seconds",
  "ring_seconds",
  "extension",
  "queue",
  "role",
  "class",
  "number",
  "other_parties",
  "erased_on",
  "source_name",
] as const;

/** RFC 4180, UTC, every value as it is: for machines. A spreadsheet would take a number's plus for a formula. */
export function exactCsv(): ExportWriter {
  return {
    contentType: "text/csv; charset=utf-8",
    extension: "csv",
    head: () => line(COLUMNS, ","),
    row: (row) => line(cells(row, row.date.toISOString()), ","),
    tail: () => "",
  };
}

/**
 * For people with a spreadsheet: byte order mark, local time, the separator of the language, and no cell that a spreadsheet
 * would run as a formula.
 */
export function spreadsheetCsv(about: ExportAbout): ExportWriter {
  const separator = about.language === "sv" ? ";" : ",";
  const local = new Intl.DateTimeFormat("sv-SE", {
    timeZone: about.timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  const titles = COLUMNS.map((column) => (column === "date" ? `date (${about.timeZone})` : column));
  return {
    contentType: "text/csv; charset=utf-8",
    extension: "csv",
    head: () => `\uFEFF${line(titles, separator)}`,
    row: (row) => line(cells(row, local.format(row.date)).map(harmless), separator),
    tail: () => "",
  };
}

/**
 * A cell that no spreadsheet runs: control characters go, and what begins like a formula (also after blanks, and in the
 * full-width forms that some programs fold) gets an apostrophe before it. Source: OWASP, CSV Injection.
 */
export function harmless(cell: string): string {
  const clean = cell.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff]/g, "");
  return /^[\s\u00a0]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(clean) ? `'${clean}` : clean;
}

function cells(row: ExportRow, date: string): string[] {
  return [
    row.hitId,
    row.source,
    date,
    row.product,
    row.direction ?? "",
    row.disposition ?? "",
    String(row.durationSeconds),
    row.ringSeconds === null ? "" : String(row.ringSeconds),
    row.extension ?? "",
    row.queue ?? "",
    row.role,
    row.class,
    row.number,
    row.otherParties.map((party) => `${party.role}=${party.number}`).join(" "),
    row.erasedOn ?? "",
    row.sourceName,
  ];
}

function line(values: readonly string[], separator: string): string {
  return `${values.map((value) => quoted(value, separator)).join(separator)}\r\n`;
}

function quoted(value: string, separator: string): string {
  return /["\r\n]|^\s|\s$/.test(value) || value.includes(separator) ? `"${value.replaceAll('"', '""')}"` : value;
}
