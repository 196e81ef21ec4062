import { offsetIn } from "../../domain/zoned-time.ts";
import { ByteText } from "./byte-text.ts";

const DAY_MS = 86_400_000;

/** Writes an instant, in ms since 1970 (UTC). */
export type InstantWriter = (to: ByteText, ms: number) => void;

/** Neighbours in an export are of the same day: its text is made once. */
function dayWriter(): (to: ByteText, day: number) => void {
  let last = Number.NaN;
  let text = "";
  return (to, day) => {
    if (day !== last) {
      text = new Date(day * DAY_MS).toISOString().slice(0, -14);
      last = day;
    }
    to.ascii(text);
  };
}

function writeClock(to: ByteText, ms: number): void {
  const seconds = Math.floor(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  to.two(hours);
  to.byte(COLON);
  to.two(minutes - hours * 60);
  to.byte(COLON);
  to.two(seconds - minutes * 60);
}

const COLON = 58;

/** ISO 8601 in UTC with milliseconds, as `toISOString` gives it. */
export function isoWriter(): InstantWriter {
  const writeDay = dayWriter();
  return (to, ms) => {
    const day = Math.floor(ms / DAY_MS);
    const rest = ms - day * DAY_MS;
    writeDay(to, day);
    to.ascii("T");
    writeClock(to, rest);
    const thousandths = rest % 1000;
    to.ascii(thousandths < 10 ? ".00" : thousandths < 100 ? ".0" : ".");
    to.number(thousandths);
    to.ascii("Z");
  };
}

/** "YYYY-MM-DD HH:MM:SS" by the clock of a zone. */
export function localWriter(zone: string): InstantWriter {
  const writeDay = dayWriter();
  return (to, ms) => {
    const local = ms + offsetIn(zone, ms);
    const day = Math.floor(local / DAY_MS);
    writeDay(to, day);
    to.ascii(" ");
    writeClock(to, local - day * DAY_MS);
  };
}

/** The same as a text of its own. */
export function instantText(write: InstantWriter): (ms: number) => string {
  const room = new ByteText(32);
  return (ms) => {
    room.clear();
    write(room, ms);
    return room.toString();
  };
}

/** Days since 1899-12-30 by the clock of a zone, as spreadsheets count. Source: ECMA-376 part 1, 18.17.4.1. */
export function serialDate(zone: string, ms: number): number {
  const local = Math.floor((ms + offsetIn(zone, ms)) / 1000);
  return local / 86_400 + 25_569;
}
