import { instantOf } from "../calendar.ts";
import type { DecodeContext, Decoded, DecodedValue } from "../driver.ts";
import { addValue, type FrameText } from "../values.ts";
import type { Settings } from "./record.ts";

/** `*MMDDYY HHMMSS line station number name type event`. */
const FORM = /^\*(\d\d)(\d\d)(\d\d) (\d\d)(\d\d)(\d\d) +(\d{3,5}) (.*?) +([A-Z]) +([A-Z])\s*$/;

/**
 * A line of a call's life as Norstar and BCM print it at once: G rings, D its dialled number, A answered, T transferred, N not
 * answered, R released. Each stands for itself: no id tells which belong together, and several calls may ring on one line.
 */
export function readEvent(whole: FrameText, context: DecodeContext, settings: Settings): Decoded {
  const match = FORM.exec(whole.text);
  if (match === null) return { kind: "undefined", reason: "type: no line of a call" };
  const event = match[10] ?? "";
  if (match[9] === "H") return { kind: "nothing", reason: "state of a room" };
  // The same caller comes again with what became of the call.
  if (event === "G" || event === "D" || event === "T" || event === "R")
    return { kind: "nothing", reason: "a step of a call that another line tells" };
  if (event !== "A" && event !== "N") return { kind: "undefined", reason: "event: none that is known" };
  const [first, second, year] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const [month, day] = settings.dayFirst ? [second, first] : [first, second];
  const clock = { hour: Number(match[4]), minute: Number(match[5]), second: Number(match[6]) };
  const startedAt = instantOf({ year, month, day, ...clock }, context);
  if (startedAt === null) return { kind: "undefined", reason: "time: no date and time" };
  const values: DecodedValue[] = [];
  const station = addParties(whole, match, values);
  return {
    kind: "records",
    records: [
      {
        kind: "call_history",
        callId: null,
        startedAt,
        durationSeconds: 0,
        ringSeconds: null,
        direction: "in",
        disposition: event === "A" ? "answered" : "no-answer",
        extension: station,
        queue: null,
        trunk: match[7] ?? null,
        costCents: null,
        partOf: null,
        values,
      },
    ],
  };
}

/** A station of up to seven digits where two numbers stand; the caller's number, whole or in part; the name. */
function addParties(whole: FrameText, match: RegExpExecArray, values: DecodedValue[]): string | null {
  const from = match[0].indexOf(` ${match[7]} `) + (match[7] ?? "").length + 2;
  const parties = /^ *(?:(\d{2,7}) +(?=[/\d]{3}|$|UNKNOWN))?(?:(\/?\d{3,16}x*|UNKNOWN)(?: +|$))?(.*)$/.exec(
    match[8] ?? "",
  );
  if (parties === null) return null;
  const [, station, number, name = ""] = parties;
  const add = (text: string | undefined, at: number, role: DecodedValue["role"], as: DecodedValue["class"]) => {
    if (text === undefined || text === "" || /^UNKNOWN$/i.test(text.trim())) return;
    addValue(whole, from + at, from + at + text.length, role, as, values);
  };
  const body = match[8] ?? "";
  add(station, station === undefined ? 0 : body.indexOf(station), "called", "phone");
  const numberAt =
    number === undefined ? 0 : body.indexOf(number, body.indexOf(station ?? "") + (station ?? "").length);
  const digits = number?.replace(/^\/|x+$/g, "");
  add(digits, numberAt + (number?.startsWith("/") === true ? 1 : 0), "calling", "phone");
  if (/^\d[\d ]*$/.test(name.trim())) add(name, body.length - name.length, "dialled", "phone");
  else add(name, body.length - name.length, "calling", "name");
  return station ?? null;
}
