import { lineEnd } from "../cells.ts";
import type { DecodeContext, Decoded, DecodedRecord, DecodedValue, Driver, DriverOption } from "../driver.ts";
import { readCents } from "../durations.ts";
import { FRAME_LIMIT } from "../framing.ts";
import { readOptions } from "../options.ts";
import { byteText, isBinary, isBlank } from "../text.ts";
import { addValue, type FrameText, isNumberText } from "../values.ts";
import { isDbs, readDbs } from "./dbs.ts";
import { addDialled, type Dialled, readDialled } from "./dialled.ts";
import { type DateOrder, readLine, type SmdrLine } from "./line.ts";

const OPTIONS: readonly DriverOption[] = [
  {
    name: "model",
    help: "ta: KX-TA, TEA, TES, TEB and TD500 tell when a call began. tda: KX-TD, TDA, TDE, NCP, NS, NSX when it ended. auto: told by the columns.",
    values: ["auto", "ta", "tda"],
    default: "auto",
  },
  { name: "date", help: "Order of day, month and year.", values: ["mdy", "dmy", "ymd"], default: "mdy" },
  {
    name: "time",
    help: "Whether a record tells when the call ended or began; else as the model does.",
    values: ["start", "end"],
  },
];

/** Panasonic's printed call list: patterns A, B and C of TDA, TDE, NCP and NS, the list of TA and older, and that of DBS. */
export const panasonicSmdr: Driver = {
  id: "panasonic-smdr",
  title: "Panasonic KX and DBS SMDR",
  product: "pbx",
  formats: ["text"],
  framing: { kind: "line" },
  options: OPTIONS,
  confirmed: {
    by: "documentation",
    note: "Columns and examples of Panasonic's feature guides; no real record was seen.",
  },
  configure(given) {
    const values = readOptions("panasonic-smdr", OPTIONS, given);
    const order: DateOrder = values.date === "dmy" || values.date === "ymd" ? values.date : "mdy";
    const isEnd = (line: SmdrLine): boolean =>
      values.time === undefined
        ? values.model === "auto"
          ? !line.isTa
          : values.model === "tda"
        : values.time === "end";
    return (frame, context) => decode(frame, context, order, isEnd);
  },
};

/** Pattern C has 120 columns; NS writes some more. */
const MOST_COLUMNS = 150;

function decode(
  frame: Uint8Array,
  context: DecodeContext,
  order: DateOrder,
  isEnd: (line: SmdrLine) => boolean,
): Decoded {
  if (frame.length >= FRAME_LIMIT) return { kind: "undefined", reason: "too-long: a line of 64 KiB or more" };
  const raw = byteText(frame);
  const text = raw.slice(0, lineEnd(raw)).replaceAll("\f", " ");
  if (isBlank(text)) return { kind: "nothing", reason: "blank line" };
  if (isBinary(text)) return { kind: "undefined", reason: "binary: bytes that no text holds" };
  if (/^[-=_~ ]+$/.test(text)) return { kind: "nothing", reason: "rule of a page" };
  if (/^ *Date +Time /i.test(text)) return { kind: "nothing", reason: "head of a page" };
  if (/^ *-?(?:SMDR|PCCSMDR|Enter Password|Password)\b/i.test(text))
    return { kind: "nothing", reason: "log-in of the collector" };
  if (text.length > MOST_COLUMNS) return { kind: "undefined", reason: "columns: longer than any record" };
  if (isDbs(text)) return readDbs({ frame, text }, context);
  const line = readLine(text, order, context);
  if (typeof line === "string") return { kind: "undefined", reason: line };
  return readCall({ frame, text }, line, isEnd(line));
}

function readCall(whole: FrameText, line: SmdrLine, isEnd: boolean): Decoded {
  const dialled = readDialled(whole.text, line.dial);
  if (dialled === null) return { kind: "undefined", reason: "columns: something stands between two of them" };
  const tail = readTail(whole.text, line.tail);
  if (tail.code === "RC" || tail.code === "AN")
    return { kind: "nothing", reason: "a call comes in or is answered, which is told again when it ends" };
  if (line.seconds === null)
    return dialled.isEvent
      ? { kind: "nothing", reason: "an event and no call" }
      : { kind: "undefined", reason: "duration: none is told" };
  const before = isEnd ? line.seconds.talk + (line.seconds.ring ?? 0) : 0;
  const record: DecodedRecord = {
    kind: "call_history",
    callId: null,
    startedAt: new Date(line.at.getTime() - before * 1_000),
    durationSeconds: line.seconds.talk,
    ringSeconds: line.seconds.ring,
    direction: dialled.direction,
    disposition: line.seconds.isKnown ? (line.seconds.talk > 0 ? "answered" : "no-answer") : null,
    extension: line.extension.text,
    queue: null,
    trunk: line.trunk,
    costCents: tail.cents,
    partOf: null,
    values: valuesOf(whole, line, dialled, tail),
  };
  return { kind: "records", records: [record] };
}

interface Tail {
  readonly cents: number | null;
  readonly account: readonly [start: number, end: number] | null;
  /** The condition code. */
  readonly code: string;
}

/** Cost, account and condition code behind the duration; which of them there are, their form tells. */
function readTail(text: string, from: number): Tail {
  let cents: number | null = null;
  let account: Tail["account"] = null;
  let code = "";
  for (const match of text.slice(from).matchAll(/\S+/g)) {
    const [token] = match;
    const start = from + match.index;
    if (/^\d{1,8}[.,]\d{2}[A-Z]{0,3}$/.test(token)) cents = readCents(token);
    else if (/^\*?(?:[A-Z]{2}|D\d)$/.test(token)) code = token;
    else if (account === null && isNumberText(token)) account = [start, start + token.length];
  }
  return { cents, account, code };
}

function valuesOf(whole: FrameText, line: SmdrLine, dialled: Dialled, tail: Tail): DecodedValue[] {
  const values: DecodedValue[] = [];
  const { value } = line.extension;
  if (value !== null)
    addValue(whole, value[0], value[1], dialled.direction === "in" ? "called" : "calling", "phone", values);
  addDialled(whole, dialled, values);
  const { verified } = line.extension;
  if (verified !== null) addValue(whole, verified[0], verified[1], "caller", "phone", values);
  if (tail.account !== null) addValue(whole, tail.account[0], tail.account[1], "redirecting", "phone", values);
  return values;
}
