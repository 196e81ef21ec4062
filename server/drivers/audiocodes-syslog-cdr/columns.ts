import { pieceStart } from "./lines.ts";

/** One column of a record and where it stands, without the blanks that pad it. */
export interface Cell {
  readonly start: number;
  readonly end: number;
  /** It goes on in another piece of the message. */
  readonly isBroken: boolean;
}

const MOST_CELLS = 200;

/** Cuts at `|`; of several lines each further one goes on where the one before it broke off. */
export function splitColumns(text: string, from: number): Cell[] {
  const feed = text.indexOf("\n", from);
  return feed < 0 || feed + 1 === text.length ? splitLine(text, from) : splitLines(text, from);
}

function splitLine(text: string, from: number): Cell[] {
  const cells: Cell[] = [];
  let start = from;
  while (cells.length < MOST_CELLS) {
    const pipe = text.indexOf("|", start);
    cells.push(cellBetween(text, start, pipe < 0 ? text.length : pipe, false));
    if (pipe < 0) break;
    start = pipe + 1;
  }
  return cells;
}

function splitLines(text: string, from: number): Cell[] {
  const cells: Cell[] = [];
  let start = from;
  let isBroken = false;
  const put = (to: number) => {
    cells.push(cellBetween(text, start, to, isBroken));
    isBroken = false;
  };
  for (let at = from; at < text.length && cells.length < MOST_CELLS; at++) {
    const code = text.charCodeAt(at);
    if (code === PIPE) {
      put(at);
      start = at + 1;
    } else if (code === LF && at + 1 < text.length) {
      const feed = text.indexOf("\n", at + 1);
      const next = pieceStart(text, at + 1, feed < 0 ? text.length : feed);
      // Blanks that pad a column are no part of what broke.
      if (!isBroken && text.slice(start, at).trim() === "") start = next;
      else isBroken = true;
      at = next - 1;
    }
  }
  if (cells.length < MOST_CELLS) put(text.length);
  return cells;
}

const PIPE = 0x7c;
const LF = 0x0a;

function cellBetween(text: string, from: number, to: number, isBroken: boolean): Cell {
  let start = from;
  let end = to;
  while (start < end && text.charCodeAt(start) <= 0x20) start++;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end--;
  return { start, end, isBroken };
}

/** The order of the columns of an SBC's signalling records; releases add to the end. */
const DOCUMENTED =
  "reporttype,eptyp,sipcallid,sessionid,orig,sourceip,sourceport,destip,destport,transporttype,srcuri,srcuribeforemap,dsturi,dsturibeforemap,duration,trmsd,trmreason,trmreasoncategory,setuptime,connecttime,releasetime,redirectreason,redirecturinum,redirecturinumbeforemap,txsigipdiffserv,ipgroup,srdid,sipinterfaceid,proxysetid,ipprofileid,mediarealmid,directmedia,siptrmreason,siptermdesc,caller,callee,trigger,legid,voiceaiconnectorname";

/** Names that differ between SBC and gateway, and between releases. */
const ALIASES: Readonly<Record<string, string>> = {
  sbcreporttype: "reporttype",
  gwreporttype: "reporttype",
  cdrreporttype: "reporttype",
  durat: "duration",
  callduration: "duration",
  srcphonenum: "srcuri",
  srcnumbeforemap: "srcuribeforemap",
  srcphonenumbeforemap: "srcuribeforemap",
  dstphonenum: "dsturi",
  dstnumbeforemap: "dsturibeforemap",
  dstphonenumbeforemap: "dsturibeforemap",
  redirectphonnum: "redirecturinum",
  redirectphonenum: "redirecturinum",
  redirectnumbeforemap: "redirecturinumbeforemap",
  ipg: "ipgroup",
  calltrigger: "trigger",
};

export interface Columns {
  readonly at: ReadonlyMap<string, number>;
  /** Columns that a site has added to its records, and that may name somebody. */
  readonly others: readonly string[];
}

/** Those whose persons are read by what they are. */
export const PERSON_COLUMNS: ReadonlySet<string> = new Set(
  "srcuri srcuribeforemap dsturi dsturibeforemap redirecturinum redirecturinumbeforemap caller callee".split(" "),
);

/** The names of a header, as they are kept in the state of the file; null when calls cannot be read with them. */
export function headerColumns(text: string, cells: readonly Cell[]): string | null {
  const names = cells.map(({ start, end }) => {
    const name = text
      .slice(start, end)
      .toLowerCase()
      .replace(/\([^)]{0,40}\)/g, "")
      .replace(/[^a-z\d_]/g, "");
    return ALIASES[name] ?? name;
  });
  return ["reporttype", "srcuri", "dsturi", "setuptime"].every((name) => names.includes(name)) ? names.join(",") : null;
}

export function columnsOf(names: string): Columns {
  const known = COLUMNS.get(names);
  if (known !== undefined) return known;
  if (COLUMNS.size > 200) COLUMNS.clear();
  const at = new Map<string, number>();
  names.split(",").forEach((name, index) => {
    if (name !== "" && !at.has(name)) at.set(name, index);
  });
  const others = [...at.keys()].filter(
    (name) => !PERSON_COLUMNS.has(name) && /uri|phon|user(?!agent)|number/.test(name),
  );
  const columns = { at, others };
  COLUMNS.set(names, columns);
  return columns;
}

/** A device's header holds for all its records. */
const COLUMNS = new Map<string, Columns>();

export const DOCUMENTED_COLUMNS: Columns = columnsOf(DOCUMENTED);
