import { COLUMNS } from "../export-row.ts";
import { serialDate } from "../instants.ts";
import type { WorkbookLine } from "../workbook-lines.ts";
import type { ZipEntry } from "./zip.ts";

export interface WorkbookAbout {
  readonly timeZone: string;
  /** Rows without the heads; so many sheets are made that all of them fit. */
  readonly rows: number;
  /** Of a sheet, head included; less only in tests. */
  readonly rowsASheet?: number;
}

/** What a sheet can hold. Source: "Excel specifications and limits". */
const SHEET_ROWS = 1_048_576;
const COLUMN_COUNT = COLUMNS.length;
const DATE_COLUMN = COLUMNS.indexOf("date");
const NUMBER_COLUMNS: ReadonlySet<number> = new Set([
  COLUMNS.indexOf("duration_seconds"),
  COLUMNS.indexOf("ring_seconds"),
]);
const WIDTHS = [38, 15, 20, 11, 10, 12, 10, 10, 11, 16, 12, 14, 18, 32, 12, 18, 12, 10, 9, 16, 10, 18];

/**
 * The files of a workbook (ECMA-376, Office Open XML). Numbers of people are text cells, so that a leading plus or zero stays
 * and nothing is ever a formula; dates are dates by the clock of the company; beyond a sheet's rows the next one begins.
 */
export function* workbook(lines: AsyncIterator<WorkbookLine>, about: WorkbookAbout): Generator<ZipEntry> {
  const room = (about.rowsASheet ?? SHEET_ROWS) - 1;
  const sheets = Math.max(1, Math.ceil(about.rows / room));
  const file = (name: string, text: string): ZipEntry => ({ name, data: [Buffer.from(XML + text)] });
  yield file("[Content_Types].xml", contentTypes(sheets));
  yield file("_rels/.rels", relations([["officeDocument", "xl/workbook.xml"]]));
  yield file("xl/workbook.xml", book(sheets));
  yield file("xl/_rels/workbook.xml.rels", bookRelations(sheets));
  yield file("xl/styles.xml", STYLES);
  for (let sheet = 1; sheet <= sheets; sheet++) {
    yield { name: `xl/worksheets/sheet${sheet}.xml`, data: sheetXml(lines, room, about.timeZone) };
  }
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml";

const STYLES = `<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

function contentTypes(sheets: number): string {
  const parts = [
    `<Override PartName="/xl/workbook.xml" ContentType="${CONTENT}.sheet.main+xml"/>`,
    `<Override PartName="/xl/styles.xml" ContentType="${CONTENT}.styles+xml"/>`,
    ...numbers(sheets).map(
      (n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${CONTENT}.worksheet+xml"/>`,
    ),
  ];
  return `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${parts.join("")}</Types>`;
}

function book(sheets: number): string {
  const names = numbers(sheets).map((n) => `<sheet name="Gallra ${n}" sheetId="${n}" r:id="rId${n}"/>`);
  return `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${names.join("")}</sheets></workbook>`;
}

function bookRelations(sheets: number): string {
  return relations([
    ...numbers(sheets).map((n) => ["worksheet", `worksheets/sheet${n}.xml`] as const),
    ["styles", "styles.xml"],
  ]);
}

function relations(targets: readonly (readonly [type: string, target: string])[]): string {
  const each = targets.map(
    ([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${RELATIONS}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}/relationships">${each.join("")}</Relationships>`;
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}

const CHUNK_CHARS = 256 * 1024;

async function* sheetXml(lines: AsyncIterator<WorkbookLine>, room: number, zone: string): AsyncGenerator<Buffer> {
  const columns = WIDTHS.map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`);
  let text = `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns.join("")}</cols><sheetData>${headRow(zone)}`;
  for (let row = 0; row < room; row++) {
    const next = await lines.next();
    if (next.done === true) break;
    text += rowXml(next.value, zone);
    if (text.length < CHUNK_CHARS) continue;
    yield Buffer.from(text);
    text = "";
  }
  yield Buffer.from(`${text}</sheetData></worksheet>`);
}

function headRow(zone: string): string {
  const titles = COLUMNS.map((column) => (column === "date" ? `date (${zone})` : column));
  return `<row>${titles.map((title) => textCell(title, 3)).join("")}</row>`;
}

function rowXml(values: WorkbookLine, zone: string): string {
  let text = "<row>";
  for (let i = 0; i < COLUMN_COUNT; i++) {
    const value = values[i] ?? "";
    if (value === "") text += "<c/>";
    else if (i === DATE_COLUMN) text += `<c s="2"><v>${serialDate(zone, Number(value))}</v></c>`;
    else if (NUMBER_COLUMNS.has(i)) text += `<c><v>${Number(value)}</v></c>`;
    else text += textCell(String(value), 1);
  }
  return `${text}</row>`;
}

function textCell(value: string, style: number): string {
  return `<c t="inlineStr" s="${style}"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
}

/** What XML cannot hold is written as spreadsheets do, `_x0001_`; what looks like that already keeps its own meaning. */
function escaped(value: string): string {
  if (!/[&<>\u0000-\u001f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_/.test(value)) return value;
  return value
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(
      /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      (char) => `_x${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`,
    );
}
