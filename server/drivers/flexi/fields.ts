import type { Disposition, Role } from "../../domain/codes.ts";
import type { DecodedValue } from "../driver.ts";
import { readSeconds } from "../local-time.ts";
import { decodeRange } from "../text.ts";
import { type Field, plain, type Row } from "./row.ts";

/** The decoded text of a field; null when the record has none or only blanks. */
export function fieldText(row: Row, name: string): string | null {
  const field = trimmed(row, name);
  return field === null ? null : textOf(row, field);
}

/** A field as a value of the record, if it has one. */
export function addValue(row: Row, name: string, role: Role, as: DecodedValue["class"], values: DecodedValue[]): void {
  const field = trimmed(row, name);
  if (field === null) return;
  values.push({ role, class: as, text: textOf(row, field), start: field.start, end: field.end });
}

/** A field unknown to the driver that holds a number and nothing else: it belongs to somebody, who must be found too. */
export function addStrangers(row: Row, known: readonly string[], values: DecodedValue[]): void {
  for (const name of row.fields.keys()) {
    if (known.includes(name)) continue;
    const text = fieldText(row, name);
    if (text === null || !/^(?:\+|0[1-9])[\d ()/-]{6,20}$/.test(text)) continue;
    if (!values.some((value) => value.text === text)) addValue(row, name, "redirecting", "phone", values);
  }
}

/** Whole seconds; `absent` when the field is empty, -1 when it holds something else. */
export function fieldSeconds(row: Row, name: string, absent: number): number {
  const field = trimmed(row, name);
  return field === null ? absent : readSeconds(row.text, field.start, field.end);
}

/** `extension=3000, queue=Bygglov`: the pairs of a note, names in plain form. */
export function noteOf(row: Row): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  for (const part of (fieldText(row, "note") ?? "").split(/[,;]/)) {
    const at = part.indexOf("=");
    const value = part.slice(at + 1).trim();
    if (at > 0 && value !== "") pairs.set(plain(part.slice(0, at)), value);
  }
  return pairs;
}

const STATUSES: Readonly<Record<string, Disposition | null>> = {
  answered: "answered",
  done: "answered",
  completed: "answered",
  noanswer: "no-answer",
  missed: "no-answer",
  abandoned: "no-answer",
  timeout: "no-answer",
  cancelled: "no-answer",
  busy: "busy",
  failed: "failed",
  scheduled: null,
  pending: null,
  "": null,
};

/** Undefined for a word the platform does not write. */
export function fieldStatus(row: Row): Disposition | null | undefined {
  return STATUSES[plain(fieldText(row, "status") ?? "")];
}

function trimmed(row: Row, name: string): Field | null {
  const field = row.fields.get(name);
  if (field === undefined) return null;
  let { start, end } = field;
  while (start < end && row.text.charCodeAt(start) === 0x20) start++;
  while (end > start && row.text.charCodeAt(end - 1) === 0x20) end--;
  return start === end ? null : { start, end, escaped: field.escaped };
}

function textOf(row: Row, field: Field): string {
  const text = decodeRange(row.frame, field.start, field.end);
  if (field.escaped === "csv") return text.replaceAll('""', '"');
  return field.escaped === "json" ? String(JSON.parse(`"${text}"`)) : text;
}
