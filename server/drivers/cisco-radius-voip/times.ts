import { instantOf } from "../calendar.ts";
import type { DecodeContext } from "../driver.ts";
import { offsetOf, readH323Time } from "../h323-time.ts";
import type { Attributes } from "./attributes.ts";

/** What a record tells of time. Undefined where it writes a time that is none. */
export interface Times {
  readonly setup: Date | null;
  readonly connect: Date | null;
  readonly disconnect: Date | null;
  /** When the device sent it, or the server took it. */
  readonly event: Date;
}

export function readTimes(attributes: Attributes, head: string, context: DecodeContext): Times | undefined {
  const read = (name: string) => {
    const text = attributes.text(name);
    return text === null ? null : readH323Time(text, context.timeZone);
  };
  const [setup, connect, disconnect] = [
    read("h323-setup-time"),
    read("h323-connect-time"),
    read("h323-disconnect-time"),
  ];
  if (setup === undefined || connect === undefined || disconnect === undefined) return undefined;
  return { setup, connect, disconnect, event: eventOf(attributes, head, context) };
}

/** The device's own word first, then the server's: its time stamp, its date line, the moment of reception. */
function eventOf(attributes: Attributes, head: string, context: DecodeContext): Date {
  const own = readEventTime(attributes.text("event-timestamp") ?? "", context);
  if (own !== null) return own;
  const taken = epochOf(attributes.text("timestamp") ?? "") ?? readDetailHead(head, context) ?? context.receivedAt;
  return new Date(taken.getTime() - (attributes.number("acct-delay-time") ?? 0) * 1_000);
}

/** `Feb 11 2014 16:55:42 EET`, ISO 8601 or seconds since 1970; months in other languages are none. */
function readEventTime(text: string, context: DecodeContext): Date | null {
  const epoch = epochOf(text);
  if (epoch !== null) return epoch;
  const iso = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.\d{1,6})?(Z|[+-]\d{2}:\d{2})$/.exec(text);
  if (iso !== null) {
    const at = new Date(`${iso[1]}T${iso[2]}${iso[3]}`);
    return Number.isNaN(at.getTime()) ? null : at;
  }
  const match =
    /^([A-Z][a-z]{2})[a-z.]{0,7} +(\d{1,2}) +(\d{4}) +(\d{2}:\d{2}:\d{2})(?: +([A-Za-z]{1,5}(?:[+-]\d{1,2})?|[+-]\d{2}:?\d{2}))?$/.exec(
      text,
    );
  if (match === null) return null;
  const [, month, day, year, clock, zone = ""] = match;
  const known = zone === "" || offsetOf(zone) !== null ? zone : "";
  return readH323Time(`${clock} ${known === "" ? "" : `${known} `}${month} ${day} ${year}`, context.timeZone) ?? null;
}

function epochOf(text: string): Date | null {
  return /^1\d{9}$/.test(text) ? new Date(Number(text) * 1_000) : null;
}

/** `Sun Dec 25 15:59:47 2005`, the line above a record in a detail file: the server's local time. */
function readDetailHead(head: string, context: DecodeContext): Date | null {
  const match = DETAIL_HEAD.exec(head);
  if (match === null) return null;
  const [, month = "", day, hour, minute, second, year] = match;
  const at = { year: Number(year), month: MONTHS.indexOf(month) + 1, day: Number(day) };
  return instantOf({ ...at, hour: Number(hour), minute: Number(minute), second: Number(second) }, context);
}

export const DETAIL_HEAD =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) +([A-Z][a-z]{2}) +(\d{1,2}) +(\d{2}):(\d{2}):(\d{2})(?: +[A-Z]{2,5})? +(\d{4})$/;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
