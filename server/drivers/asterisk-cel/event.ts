import type { Disposition } from "../../domain/codes.ts";
import type { DecodedValue } from "../driver.ts";
import type { Cells } from "../cells.ts";
import { urlDecoded } from "../url-decoded.ts";
import { addValue, type FrameText, isNumberText } from "../values.ts";
import type { Columns } from "./columns.ts";

/** One line of the log, its columns by name. */
export interface Event extends FrameText {
  readonly cells: Cells;
  readonly columns: Columns;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

export function spanOf({ cells, columns }: Event, name: string): Span | null {
  const at = columns.at.get(name);
  if (at === undefined || at >= cells.count) return null;
  const [start, end] = [cells.start[at] ?? 0, cells.end[at] ?? 0];
  return end <= start ? null : { start, end };
}

export function textOf(event: Event, name: string): string {
  const span = spanOf(event, name);
  return span === null ? "" : event.text.slice(span.start, span.end);
}

/** What the end of a channel says became of it: its dial status, else its cause (Q.850). */
export function dispositionOf(extra: string): Disposition | null {
  const plain = extra.replaceAll('""', '"');
  const status = /(?:"dialstatus":"|^\d+,[^,]*,)([A-Z]+)/.exec(plain)?.[1] ?? "";
  const known = BY_STATUS[status];
  if (known !== undefined) return known;
  const cause = Number(/^\d+/.exec(plain)?.[0] ?? /"hangupcause":(\d{1,3})/.exec(plain)?.[1] ?? Number.NaN);
  if (Number.isNaN(cause) || cause === 0) return null;
  if (cause === 17) return "busy";
  return cause === 16 || cause === 18 || cause === 19 || cause === 21 || cause === 26 ? "no-answer" : "failed";
}

const BY_STATUS: Readonly<Record<string, Disposition>> = {
  ANSWER: "answered",
  NOANSWER: "no-answer",
  CANCEL: "no-answer",
  BUSY: "busy",
  CONGESTION: "failed",
  CHANUNAVAIL: "failed",
};

/** Everybody in the line. Of the first channel the caller is the calling one; of the others it is whom that channel reaches. */
export function peopleOf(event: Event, isFirst: boolean, dialsHere: boolean): DecodedValue[] {
  const values: DecodedValue[] = [];
  const add = (name: string, role: DecodedValue["role"], as: DecodedValue["class"]) => {
    const span = spanOf(event, name);
    if (span !== null) addUnescaped(event, span, role, as, values);
  };
  const addNumber = (name: string, role: DecodedValue["role"]) => {
    if (isNumber(textOf(event, name))) add(name, role, "phone");
  };
  if (isFirst) addCaller(event, "cid_num", "calling", values);
  else addNumber("cid_num", "dialled");
  if (isFirst && dialsHere) addNumber("exten", "called");
  else if (isNumberText(textOf(event, "exten"))) addNumber("exten", "dialled");
  addNumber("cid_ani", isFirst ? "caller" : "dialled");
  addNumber("cid_rdnis", "redirecting");
  addNumber("cid_dnid", "dialled");
  const name = textOf(event, "cid_name");
  if (isNumber(name)) addNumber("cid_name", isFirst ? "caller" : "dialled");
  else add("cid_name", isFirst ? "calling" : "called", "name");
  for (const column of ["appdata", "channame", "peer"]) addDialled(event, column, values);
  for (const column of ["accountcode", "userfield"])
    if (isNumberText(textOf(event, column))) add(column, "redirecting", "phone");
  addExtra(event, values);
  return values;
}

/** The caller as written, unless it is one of the dialplan's own one-letter names. */
function addCaller(event: Event, name: string, role: DecodedValue["role"], values: DecodedValue[]): void {
  const span = spanOf(event, name);
  if (span !== null && (span.end - span.start > 1 || isNumber(textOf(event, name))))
    addUnescaped(event, span, role, "phone", values);
}

function addUnescaped(
  event: Event,
  { start, end }: Span,
  role: DecodedValue["role"],
  as: DecodedValue["class"],
  values: DecodedValue[],
): void {
  if (!addValue(event, start, end, role, as, values)) return;
  const added = values.at(-1);
  if (added === undefined) return;
  const written = added.text.includes('""') ? added.text.replaceAll('""', '"') : added.text;
  const text = as === "name" ? urlDecoded(written) : written;
  if (text !== added.text) values[values.length - 1] = { ...added, text };
}

/** `+`, digits, stars and hashes; not a pattern or a name of the dialplan. */
export function isNumber(text: string): boolean {
  return /^[+*#]{0,2}\d[\d*#]{0,24}$/.test(text);
}

/** Numbers of seven digits or more that an application or a channel was given: `PJSIP/0701740605@telia`, `Local/...`. */
function addDialled(event: Event, column: string, values: DecodedValue[]): void {
  const span = spanOf(event, column);
  if (span === null) return;
  const found = /(^|[/:,=&|(])(\+?\d{7,15})(?=$|[@,;:&|)/])/g;
  for (const match of event.text.slice(span.start, span.end).matchAll(found)) {
    const start = span.start + match.index + (match[1]?.length ?? 0);
    addValue(event, start, start + (match[2]?.length ?? 0), "dialled", "phone", values);
  }
}

/** Whom a transfer or a forward goes to, and whom Wazo names in events of its own. */
function addExtra(event: Event, values: DecodedValue[]): void {
  const span = spanOf(event, "eventextra") ?? spanOf(event, "userdeftype");
  if (span === null) return;
  const written = event.text.slice(span.start, span.end);
  for (const match of written.matchAll(EXTRA)) {
    const value = match[2] ?? "";
    const start = span.start + match.index + match[0].length - value.length;
    const label = (match[1] ?? "").toLowerCase();
    const isName = label.endsWith("name");
    if (!isName && !isNumber(value)) continue;
    const role = label.startsWith("source") ? "caller" : "transferred";
    // Wazo writes names in its own events with percent signs.
    addUnescaped(event, { start, end: start + value.length }, role, isName ? "name" : "phone", values);
  }
}

const EXTRA =
  /\b(NUM|NAME|source_name|source_exten|destination_name|destination_exten|extension)"{0,2}:\s?"{0,2}([^",{}:;]{1,80})/gi;
