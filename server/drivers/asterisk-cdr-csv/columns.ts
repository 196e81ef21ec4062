import { AppError } from "../../domain/app-error.ts";
import type { Cells } from "../cells.ts";

/** The order in which cdr_csv writes; loguniqueid, loguserfield and newcdrcolumns add to its end. */
const BASE = [
  "accountcode",
  "src",
  "dst",
  "dcontext",
  "clid",
  "channel",
  "dstchannel",
  "lastapp",
  "lastdata",
  "start",
  "answer",
  "end",
  "duration",
  "billsec",
  "disposition",
  "amaflags",
] as const;
const NEW = ["peeraccount", "linkedid", "sequence"] as const;

/** FreePBX adds these to its table, and so to the CSV that is exported from it. */
const FREEPBX = ["did", "cnum", "cnam", "outbound_cnum", "outbound_cnam", "dst_cnam", "recordingfile"] as const;
/** For a cdr_custom of one's own that writes what a caller keyed in. */
const OWN = ["ssn"] as const;

type ColumnName =
  | (typeof BASE)[number]
  | (typeof NEW)[number]
  | "uniqueid"
  | "userfield"
  | (typeof FREEPBX)[number]
  | "ssn";

const ALL: readonly ColumnName[] = [...BASE, "uniqueid", "userfield", ...NEW, ...FREEPBX, ...OWN];
const ALIASES: Readonly<Record<string, ColumnName>> = { calldate: "start", clidnum: "cnum", talktime: "billsec" };

/** Where each column stands in a line, from 0; -1 where the line has none. */
export type Layout = Readonly<Record<ColumnName, number>> & { readonly count: number };

function layoutOf(names: readonly (ColumnName | null)[]): Layout {
  const at = Object.fromEntries(ALL.map((name) => [name, names.indexOf(name)]));
  return { ...at, count: names.length } as Layout;
}

const DEFAULTS: Readonly<Record<number, Layout>> = {
  16: layoutOf(BASE),
  17: layoutOf([...BASE, "uniqueid"]),
  18: layoutOf([...BASE, "uniqueid", "userfield"]),
  19: layoutOf([...BASE, ...NEW]),
  20: layoutOf([...BASE, "uniqueid", ...NEW]),
  21: layoutOf([...BASE, "uniqueid", "userfield", ...NEW]),
};
const WITH_USERFIELD_ONLY: Readonly<Record<number, Layout>> = {
  17: layoutOf([...BASE, "userfield"]),
  20: layoutOf([...BASE, "userfield", ...NEW]),
};

/** The layout of a line that no header and no option explains; null when cdr_csv never writes that many columns. */
export function defaultLayout(text: string, cells: Cells): Layout | null {
  const layout = DEFAULTS[cells.count];
  if (layout === undefined) return null;
  const userfieldOnly = WITH_USERFIELD_ONLY[cells.count];
  if (userfieldOnly === undefined) return layout;
  const cell = text.slice(cells.start[BASE.length], cells.end[BASE.length]);
  return /\d\.\d+$/.test(cell) ? layout : userfieldOnly;
}

/** The layout of the option `columns`: names in their order, `-` for one that is not wanted. */
export function columnsLayout(option: string): Layout {
  const names = option.split(",").map((word) => word.trim().toLowerCase());
  const columns = names.map((name) => (name === "-" || name === "" ? null : columnNamed(name)));
  const unknown = columns.indexOf(undefined);
  if (unknown >= 0) {
    throw new AppError(
      "bad-input",
      `The option columns does not know column ${unknown + 1}: use - or ${ALL.join(", ")}.`,
    );
  }
  const layout = layoutOf(columns.map((column) => column ?? null));
  if (layout.start < 0 || layout.dst < 0 || (layout.billsec < 0 && layout.duration < 0)) {
    throw new AppError("bad-input", "The option columns needs at least start, dst and billsec (or duration).");
  }
  return layout;
}

/** The order of FreePBX's table; older tables of cdr_mysql and cdr_odbc end sooner. */
const TABLE: readonly ColumnName[] = [
  "start",
  "clid",
  "src",
  "dst",
  "dcontext",
  "channel",
  "dstchannel",
  "lastapp",
  "lastdata",
  "duration",
  "billsec",
  "disposition",
  "amaflags",
  "accountcode",
  "uniqueid",
  "userfield",
  "did",
  "recordingfile",
  "cnum",
  "cnam",
  "outbound_cnum",
  "outbound_cnam",
  "dst_cnam",
  "linkedid",
  "peeraccount",
  "sequence",
];

/** Names that a table's statement gave: with commas, unknown ones as `-`; null when they are no call's. */
export function tableColumns(names: readonly string[]): string | null {
  const known = names.map((name) => columnNamed(name.toLowerCase()) ?? "-");
  const enough = known.includes("start") && (known.includes("billsec") || known.includes("duration"));
  return enough && known.includes("src") ? known.join(",") : null;
}

/** The layout of what `tableColumns` told. */
export function tableLayout(columns: string): Layout {
  return layoutOf(columns.split(",").map((name) => columnNamed(name) ?? null));
}

/** A row that nothing explains, `before` columns of the table's own (an id) standing first; null when it is no call's. */
export function rowLayout(count: number, before: number): Layout | null {
  if (count - before < 12 || count - before > TABLE.length) return null;
  return layoutOf([...Array.from({ length: before }, () => null), ...TABLE.slice(0, count - before)]);
}

/** The names of a header line, to be kept in the state of the file; null when the line is none. Unknown names become `-`. */
export function headerColumns(text: string, cells: Cells): string | null {
  const names: string[] = [];
  let known = 0;
  for (let at = 0; at < cells.count; at++) {
    const word = text.slice(cells.start[at], cells.end[at]).trim().toLowerCase();
    const name = columnNamed(word.replaceAll("\\", ""));
    if (name !== undefined) known++;
    names.push(name ?? "-");
  }
  const enough =
    names.includes("start") && names.includes("dst") && (names.includes("billsec") || names.includes("duration"));
  return enough && known >= 4 ? names.join(",") : null;
}

function columnNamed(word: string): ColumnName | undefined {
  return ALIASES[word] ?? ALL.find((name) => name === word);
}
