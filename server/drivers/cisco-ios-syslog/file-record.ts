import { type Cells, lineEnd, splitCells } from "../cells.ts";
import type { DecodeContext, Decoded } from "../driver.ts";
import type { FrameText } from "../values.ts";
import { connectionId, type Field } from "./fields.ts";
import { legOf, type Person } from "./leg.ts";
import { readLegTimes } from "./times.ts";

/** Columns of `gw-accounting file`, compact or detailed: both begin alike, counted from 0. */
const AT = {
  time: 0,
  callId: 1,
  cdrType: 2,
  legType: 3,
  connection: 4,
  peer: 5,
  subAddress: 6,
  setup: 7,
  connect: 9,
  disconnect: 10,
  cause: 11,
  origin: 13,
  user: 20,
  calling: 21,
  called: 22,
} as const;

const FEWEST_COLUMNS = 23;

/** Whether the line begins as such a record does. */
export function isFileRecord(text: string): boolean {
  return /^"?\d{9,10}"?,"?\d{1,10}"?,"?[0-2]"?,"?\d?"?,/.test(text.slice(0, 60));
}

export function readFileRecord(
  { frame, text }: FrameText,
  cells: Cells,
  extensionDigits: number | null,
  context: DecodeContext,
): Decoded {
  if (!splitCells(text, 0, lineEnd(text), COMMA, cells))
    return { kind: "undefined", reason: "quotes: a quote is not closed" };
  if (cells.count < FEWEST_COLUMNS)
    return { kind: "undefined", reason: `columns: ${cells.count} where 23 or more are expected` };
  const field = (index: number) => cellAt(text, cells, index);
  const times = readLegTimes(
    { setup: field(AT.setup).text, connect: field(AT.connect).text, disconnect: field(AT.disconnect).text },
    context.timeZone,
  );
  if (times === undefined) return { kind: "undefined", reason: "start: no date and time" };
  const origin = field(AT.origin).text.toLowerCase();
  const isConnection = origin === "answer" || origin === "originate" || origin === "callback";
  const call = connectionId(field(AT.connection).text);
  const told = {
    frame,
    call,
    origin: origin === "originate" ? ("originate" as const) : isConnection ? ("answer" as const) : ("feature" as const),
    leg: `${field(AT.legType).text} ${field(AT.callId).text}`,
    startedAt: times.setup ?? new Date(Number(field(AT.time).text) * 1_000),
    times: isConnection ? times : null,
    cause: field(AT.cause).text,
    persons: personsOf(text, cells, origin),
    extensionDigits,
  };
  const leg = legOf(told);
  return call === null ? { kind: "records", records: [leg.record] } : { kind: "leg", leg };
}

const COMMA = 0x2c;

function cellAt(text: string, cells: Cells, index: number): Field {
  if (index >= cells.count) return { text: "", start: 0, end: 0 };
  let [start, end] = [cells.start[index] ?? 0, cells.end[index] ?? 0];
  while (start < end && text.charCodeAt(start) <= 0x20) start++;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end--;
  return { text: text.slice(start, end), start, end };
}

function personsOf(text: string, cells: Cells, origin: string): Person[] {
  const field = (index: number) => cellAt(text, cells, index);
  const user = field(AT.user);
  const persons: Person[] = [
    { field: field(AT.calling), role: "calling" },
    { field: field(AT.called), role: "called" },
    { field: field(AT.peer), role: origin === "originate" ? "dialled" : "caller" },
    { field: user, role: "caller", class: /^\+?\d+$/.test(user.text) ? "phone" : "name" },
  ];
  if (/^\+?\d{3,}$/.test(field(AT.subAddress).text)) persons.push({ field: field(AT.subAddress), role: "dialled" });
  for (let index = FEWEST_COLUMNS; index < cells.count; index++) addLater(persons, field, index);
  return persons;
}

/** Behind the common columns: a feature with its two numbers, and numbers as the gateway got and translated them. */
function addLater(persons: Person[], field: (index: number) => Field, index: number): void {
  const cell = field(index);
  if (/^[A-Z]{3,10}$/.test(cell.text) && /^\d\d\/\d\d\/\d{4} /.test(field(index + 1).text)) {
    persons.push({ field: field(index + 2), role: "caller" }, { field: field(index + 3), role: "dialled" });
  }
  const mark = /^(?:ton|npi|pi|si):/.test(cell.text) ? cell.text.lastIndexOf("#:") : -1;
  if (mark >= 0) {
    const start = cell.start + mark + 2;
    persons.push({ field: { text: cell.text.slice(mark + 2), start, end: cell.end }, role: "caller" });
  }
}
