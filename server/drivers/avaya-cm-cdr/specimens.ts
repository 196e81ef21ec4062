import type { DriverSpecimens } from "../testing/specimens.ts";
import { type FieldName, type Layout, LAYOUTS } from "./layouts.ts";

/** A record of the format with these fields, right-aligned in their columns. */
export function inColumns(
  format: string | Layout,
  cells: Readonly<Partial<Record<FieldName, string | undefined>>>,
): string {
  const layout = typeof format === "string" ? LAYOUTS[format] : format;
  if (layout === undefined) throw new RangeError("no such format");
  const line = Array.from({ length: layout.length }, () => " ");
  for (const [name, text] of Object.entries(cells)) {
    const [from, to] = layout.fields[name as FieldName] ?? [1, 0];
    if (text === undefined || to === 0) continue;
    for (const [at, letter] of Array.from(text.padStart(to - from + 1)).entries()) line[from - 1 + at] = letter;
  }
  if (layout.breakAt !== undefined) line[layout.breakAt - 1] = "\n";
  return line.join("");
}

/** One minute, told when it ended. */
export const OUTGOING = {
  time: "0816",
  duration: "0010",
  "cond-code": "7",
  "code-used": "101",
  "dialed-num": "0701740633",
  "calling-num": "4211",
  "out-crt-id": "005",
} as const;

export const INCOMING = {
  time: "0816",
  duration: "0010",
  "cond-code": "9",
  "dialed-num": "4211",
  "in-crt-id": "011",
} as const;

export const specimens: DriverSpecimens = {
  before: [Buffer.from("03/02\r\n")],
  frames: [
    `${inColumns("teleseer", OUTGOING)}\r\n`,
    `\0\0\0${inColumns("teleseer", { ...INCOMING, "calling-num": "102" })}\r\n`,
    `${inColumns("int-isdn", { ...INCOMING, "calling-num": "0701740605", "in-trk-code": "102" })}\r\n`,
    `${inColumns("printer", OUTGOING)}\r\n`,
    `${inColumns("expanded", { ...OUTGOING, "acct-code": "0701740650" })}\r\n`,
  ].map((line) => Buffer.from(line)),
};
