import type { DecodeContext, Decoded, Driver, DriverOption } from "../driver.ts";
import { FRAME_LIMIT } from "../framing.ts";
import { readOptions } from "../options.ts";
import { byteText, isBinary, isBlank } from "../text.ts";
import { joinChain } from "./join.ts";
import { readEvent } from "./norstar.ts";
import { readRecord, type Settings } from "./record.ts";

const OPTIONS: readonly DriverOption[] = [
  { name: "date", help: "Order of day and month.", values: ["mdy", "dmy"], default: "mdy" },
  {
    name: "time",
    help: "Whether simple records (N, B, L) tell when the call began or ended. S tells the start, X and E the end, always.",
    values: ["start", "end"],
    default: "start",
  },
];

/** Meridian 1, SL-1, Communication Server 1000 and BCM in SL-1 form: old and new format; Norstar's real-time lines. */
export const nortelMeridianCdr: Driver = {
  id: "nortel-meridian-cdr",
  title: "Nortel Meridian 1, CS 1000 and BCM CDR",
  product: "pbx",
  formats: ["text"],
  framing: { kind: "lines", belongs },
  options: OPTIONS,
  confirmed: {
    by: "documentation",
    note: "Nortel's description of CDR and its BCM guides; no real record was seen, and whether a time is start or end is unconfirmed.",
  },
  configure(given) {
    const values = readOptions("nortel-meridian-cdr", OPTIONS, given);
    const settings = { dayFirst: values.date === "dmy", isEnd: values.time === "end" };
    return (frame, context) => decode(frame, context, settings);
  },
  join: joinChain,
};

/** The new format's second and third line begin with `&`; BCM's with the caller's digits. */
function belongs(before: readonly string[], line: string): boolean {
  if (before.length > 3 || !/^[A-Z] \d{3} \d\d /.test(before[0] ?? "")) return false;
  return /^ ?& ?/.test(line) || /^ {0,2}\d[\dx]{4,20}(?: +\d[\dx]*){0,3} *$/.test(line);
}

function decode(frame: Uint8Array, context: DecodeContext, settings: Settings): Decoded {
  if (frame.length >= FRAME_LIMIT) return { kind: "undefined", reason: "too-long: a record of 64 KiB or more" };
  const text = byteText(frame);
  if (isBlank(text)) return { kind: "nothing", reason: "blank line" };
  if (isBinary(text)) return { kind: "undefined", reason: "binary: bytes that no text holds" };
  if (text.length > MOST_COLUMNS) return { kind: "undefined", reason: "columns: longer than any record" };
  const whole = { frame, text };
  return text.startsWith("*") ? readEvent(whole, context, settings) : readRecord(whole, context, settings);
}

/** Four lines of a terminal. */
const MOST_COLUMNS = 400;
