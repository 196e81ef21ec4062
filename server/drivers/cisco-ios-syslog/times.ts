import { offsetOf, readH323Time } from "../h323-time.ts";

export interface LegTimes {
  readonly setup: Date | null;
  readonly disconnect: Date | null;
  /** From connection to disconnection, in seconds; null where there was none. */
  readonly talk: number | null;
  readonly ring: number | null;
}

/** Undefined where a time is none. The format writes no duration: what is spoken is the time between the two. */
export function readLegTimes(
  written: { readonly setup: string; readonly connect: string; readonly disconnect: string },
  timeZone: string,
): LegTimes | undefined {
  const read = (text: string) => (isUnset(text) ? null : readH323Time(text, timeZone));
  const [setup, connect, disconnect] = [read(written.setup), read(written.connect), read(written.disconnect)];
  if (setup === undefined || connect === undefined || disconnect === undefined) return undefined;
  const talk =
    connect === null || disconnect === null ? null : between(written.connect, written.disconnect, connect, disconnect);
  // A leg that was never connected has its end there.
  const isSpoken = talk !== null && talk > 0;
  const rung = isSpoken ? connect : disconnect;
  const until = isSpoken ? written.connect : written.disconnect;
  return {
    setup: setup ?? connect ?? disconnect,
    disconnect,
    talk: isSpoken ? Math.max(1, Math.round(talk / 1_000)) : null,
    ring: setup === null || rung === null ? null : Math.round(between(written.setup, until, setup, rung) / 1_000),
  };
}

/** A clock that was never set, or an event that never came. */
function isUnset(text: string): boolean {
  const sign = text.charCodeAt(0);
  const hour = sign === 0x2a || sign === 0x2e ? text.charCodeAt(1) : sign;
  if (hour !== ZERO) return text === "";
  return /^[*.]?0?0:00:00(?:\.0+)?(?: \D*)?(?:[01] *)?(?:1900|1970|0)?$/.test(text);
}

const ZERO = 0x30;

/** Milliseconds. Between two times of one zone the clock itself tells, whatever the site's clocks did that night. */
function between(fromText: string, toText: string, from: Date, to: Date): number {
  const zone = zoneOf(fromText);
  // In a zone whose offset its name tells no clock is changed.
  if (offsetOf(zone) === null && zone === zoneOf(toText)) {
    const [plainFrom, plainTo] = [readH323Time(fromText, "UTC"), readH323Time(toText, "UTC")];
    if (plainFrom && plainTo) return Math.max(0, plainTo.getTime() - plainFrom.getTime());
  }
  return Math.max(0, to.getTime() - from.getTime());
}

function zoneOf(text: string): string {
  const time = text.trim();
  let start = time.indexOf(" ");
  if (start < 0) return "";
  while (time.charCodeAt(start) === 0x20) start++;
  const end = time.indexOf(" ", start);
  const word = (end < 0 ? time.slice(start) : time.slice(start, end)).toUpperCase();
  return NAMES_OF_DAYS.has(word) ? "" : word;
}

const NAMES_OF_DAYS = new Set("MON TUE WED THU FRI SAT SUN JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" "));
