import { AppError } from "../../domain/app-error.ts";
import type { Cells } from "../cells.ts";

/** The columns of cel_custom.conf in its order; the 2007 form has neither linkedid nor what stands behind the peer. */
const CUSTOM =
  "eventtype,eventtime,cid_name,cid_num,cid_ani,cid_rdnis,cid_dnid,exten,context,channame,appname,appdata,amaflags,accountcode,uniqueid,linkedid,peer,userfield,userdeftype,eventextra";
const FIRST = `${CUSTOM.slice(0, CUSTOM.indexOf(",linkedid"))},userfield,peer`;

const ALIASES: Readonly<Record<string, string>> = {
  eventname: "eventtype",
  event: "eventtype",
  time: "eventtime",
  "callerid(name)": "cid_name",
  "callerid(num)": "cid_num",
  "callerid(ani)": "cid_ani",
  "callerid(rdnis)": "cid_rdnis",
  "callerid(dnid)": "cid_dnid",
  calleridname: "cid_name",
  calleridnum: "cid_num",
  calleridani: "cid_ani",
  calleridrdnis: "cid_rdnis",
  extension: "exten",
  channel: "channame",
  application: "appname",
  bridgepeer: "peer",
  linked_id: "linkedid",
  extra: "eventextra",
};
const KNOWN = new Set([...CUSTOM.split(","), "userdeftype"]);

/** The name of each column, "" for one that is not wanted, and where each stands. */
export interface Columns {
  readonly names: readonly string[];
  readonly at: ReadonlyMap<string, number>;
}

/** Of names with commas between; a file's header holds for all its lines. */
export function columnsOf(names: string): Columns {
  const known = COLUMNS.get(names);
  if (known !== undefined) return known;
  if (COLUMNS.size > 200) COLUMNS.clear();
  const list = names.split(",");
  const at = new Map<string, number>();
  list.forEach((name, index) => {
    if (!at.has(name)) at.set(name, index);
  });
  const columns = { names: list, at };
  COLUMNS.set(names, columns);
  return columns;
}

const COLUMNS = new Map<string, Columns>();

/** Columns that no header and no option name: 19 or 20 of cel_custom, 15 to 17 of the form of 2007. */
export function defaultColumns(count: number): Columns | null {
  return DEFAULTS.get(count) ?? null;
}

const DEFAULTS: ReadonlyMap<number, Columns> = new Map(
  [14, 15, 16, 17, 19, 20].map((count) => {
    const names = (count > 17 || count === 16 ? CUSTOM : FIRST).split(",");
    return [count, columnsOf(names.slice(0, count).join(","))];
  }),
);

export function ownColumns(option: string): Columns {
  const columns = option.split(",").map((word) => nameOf(word));
  if (!isEnough(columns))
    throw new AppError("bad-input", "The option columns needs at least eventtype, eventtime, channame and uniqueid.");
  return columnsOf(columns.join(","));
}

/** The names of a header line with commas between; null when it is none. */
export function headerColumns(text: string, cells: Cells): string | null {
  if (!/uniqueid/i.test(text)) return null;
  const columns = Array.from({ length: cells.count }, (_, at) => nameOf(text.slice(cells.start[at], cells.end[at])));
  return isEnough(columns) ? columns.join(",") : null;
}

function nameOf(word: string): string {
  const name = word.trim().toLowerCase().replaceAll(/["`]/g, "");
  const known = ALIASES[name] ?? name;
  return KNOWN.has(known) ? known : "";
}

function isEnough(columns: readonly string[]): boolean {
  return ["eventtype", "eventtime", "channame", "uniqueid"].every((name) => columns.includes(name));
}

/**
 * The cells of an event: quoted with doubled quotes, blanks and a `;;;` remark behind them as people write them into files.
 * False when a quote is left open or text stands behind one.
 */
export function splitEvent(text: string, from: number, to: number, delimiter: string, cells: Cells): boolean {
  cells.count = 0;
  for (let at = from; ; at++) {
    if (cells.count === cells.start.length) return false;
    while (at < to && text.charAt(at) === " ") at++;
    const quoted = delimiter !== "|" && text.charAt(at) === '"' && at < to;
    const start = quoted ? at + 1 : at;
    const end = quoted ? closingQuote(text, start, to) : pastValue(text, at, to, delimiter);
    if (end < 0) return false;
    let last = end;
    while (!quoted && last > start && text.charAt(last - 1) === " ") last--;
    cells.start[cells.count] = start;
    cells.end[cells.count] = last;
    cells.escaped[cells.count] = quoted && text.slice(start, last).includes('""') ? 1 : 0;
    cells.quoted[cells.count++] = quoted ? 1 : 0;
    at = quoted ? end + 1 : end;
    while (at < to && text.charAt(at) === " ") at++;
    if (at >= to || text.startsWith(";;;", at)) return true;
    if (text.charAt(at) !== delimiter) return false;
  }
}

function closingQuote(text: string, from: number, to: number): number {
  let close = text.indexOf('"', from);
  while (close >= 0 && close + 1 < to && text.charAt(close + 1) === '"') close = text.indexOf('"', close + 2);
  return close < to ? close : -1;
}

function pastValue(text: string, from: number, to: number, delimiter: string): number {
  const found = text.indexOf(delimiter, from);
  return found < 0 || found > to ? to : found;
}
