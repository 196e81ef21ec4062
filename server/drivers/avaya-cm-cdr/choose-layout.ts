import { AppError } from "../../domain/app-error.ts";
import { FIELD_NAMES, type FieldName, type Layout, LAYOUTS } from "./layouts.ts";

/** A record's bytes as text and where its lines begin and end in it. */
export interface RecordText {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Where a second line begins; -1 when there is none. */
  readonly second: number;
}

/** The bounds of a position range in the record; empty where the line is shorter. */
export function placeOf(layout: Layout, record: RecordText, from: number, to: number): [start: number, end: number] {
  const behind = layout.breakAt !== undefined && from > layout.breakAt && record.second >= 0;
  const base = behind ? record.second - (layout.breakAt ?? 0) - 1 : record.start - 1;
  const limit = behind || record.second < 0 ? record.end : record.second - 1;
  return [Math.min(base + from, limit), Math.min(base + to + 1, limit)];
}

/** Whether everything between the fields is blank, and digits stand where time and duration do. */
export function fits(layout: Layout, record: RecordText): boolean {
  if (record.second >= 0 !== (layout.breakAt !== undefined) && record.second >= 0) return false;
  let next = 1;
  for (const [from, to] of rangesOf(layout)) {
    if (!isEmpty(layout, record, next, from - 1)) return false;
    next = Math.max(next, to + 1);
  }
  // What is longer than its layout is another one.
  const [start, end] = placeOf(layout, record, next, next + MOST_POSITIONS);
  return record.text.slice(start, end).trim() === "" && digitsFit(layout, record);
}

const MOST_POSITIONS = 400;

function digitsFit(layout: Layout, record: RecordText): boolean {
  for (const name of ["time", "duration", "sec-dur", "date"] as const) {
    const place = layout.fields[name];
    if (place === undefined) continue;
    const [start, end] = placeOf(layout, record, place[0], place[1]);
    if (!/^ *\d+$/.test(record.text.slice(start, end))) return false;
  }
  return true;
}

function isEmpty(layout: Layout, record: RecordText, from: number, to: number): boolean {
  if (to < from) return true;
  const breaks = layout.breakAt;
  // The blanks before the line feed and after it stand on two lines.
  if (breaks !== undefined && from <= breaks && to >= breaks)
    return isEmpty(layout, record, from, breaks - 1) && isEmpty(layout, record, breaks + 1, to);
  const [start, end] = placeOf(layout, record, from, to);
  return /^[ \0\r]*$/.test(record.text.slice(start, end));
}

const ranges = new WeakMap<Layout, readonly (readonly [number, number])[]>();

function rangesOf(layout: Layout): readonly (readonly [number, number])[] {
  const known = ranges.get(layout);
  if (known !== undefined) return known;
  const all = [...Object.values(layout.fields), ...(layout.unread ?? [])].sort((a, b) => a[0] - b[0]);
  ranges.set(layout, all);
  return all;
}

/** Formats that their shape tells apart; the others have to be named. */
const TOLD_BY_SHAPE = ["teleseer", "int-isdn", "expanded", "printer", "enhanced-printer", "lsu-expand"] as const;

/** The one layout whose blanks, digits and right-aligned numbers are the record's; null when none or several are. */
export function layoutByShape(record: RecordText): Layout | null {
  const fitting = TOLD_BY_SHAPE.map((name) => LAYOUTS[name]).filter(
    (layout): layout is Layout => layout !== undefined && fits(layout, record) && isAligned(layout, record),
  );
  if (fitting.length <= 1) return fitting[0] ?? null;
  const length = record.end - record.start;
  const exact = fitting.filter((layout) => layout.length === length);
  if (exact.length === 1) return exact[0] ?? null;
  // A first line of INT-ISDN whose second was lost reads as the expanded record that begins alike.
  return record.second < 0 && fitting.includes(EXPANDED) && fitting.every(beginsAsExpanded) ? EXPANDED : null;
}

const EXPANDED: Layout = LAYOUTS.expanded ?? { fields: {}, length: 0 };

function beginsAsExpanded(layout: Layout): boolean {
  return layout === EXPANDED || layout === LAYOUTS["int-isdn"];
}

function isAligned(layout: Layout, record: RecordText): boolean {
  for (const name of ["dialed-num", "calling-num"] as const) {
    const place = layout.fields[name];
    if (place === undefined) continue;
    const [start, end] = placeOf(layout, record, place[0], place[1]);
    if (!/^ *[^ ]*$/.test(record.text.slice(start, end))) return false;
  }
  return true;
}

/** `date:6,space:1,time:4,...`: the items and lengths of the form, in its order. */
export function layoutOfTemplate(template: string): Layout {
  const fields: Partial<Record<FieldName, readonly [number, number]>> = {};
  let at = 1;
  for (const item of template.split(",")) {
    const match = /^\s*([a-z_/-]{1,20})\s*[:-]\s*(\d{1,2})\s*$/.exec(item);
    const name = FIELD_NAMES.find((known) => known === match?.[1]);
    const length = Number(match?.[2] ?? 0);
    if (name === undefined || length < 1)
      throw new AppError(
        "bad-input",
        "The option template of avaya-cm-cdr lists the form's items and lengths, as in date:6,space:1,time:4,sec-dur:5.",
      );
    if (!UNREAD.has(name)) {
      if (fields[name] !== undefined)
        throw new AppError("bad-input", "The option template of avaya-cm-cdr names an item twice.");
      fields[name] = [at, at + length - 1];
    }
    if (!LINE_END.has(name)) at += length;
  }
  if (
    fields.time === undefined ||
    (fields["dialed-num"] ?? fields["calling-num"] ?? fields["clg-num/in-tac"]) === undefined
  )
    throw new AppError("bad-input", "The option template of avaya-cm-cdr needs time and a number.");
  return { fields, length: at - 1 };
}

const UNREAD: ReadonlySet<string> = new Set(["space", "null", "return", "line-feed"]);
const LINE_END: ReadonlySet<string> = new Set(["null", "return", "line-feed"]);
