/** What stands before the message of a syslog line, as far as it can be told. */
export interface SyslogHeader {
  readonly form: "rfc5424" | "rfc3164" | "none";
  readonly facility: number | null;
  readonly severity: number | null;
  /** As written: devices write it in a dozen ways. */
  readonly time: string | null;
  readonly host: string | null;
  readonly app: string | null;
  readonly process: string | null;
  readonly messageId: string | null;
  /** Where the message begins: behind header, structured data and byte order mark. */
  readonly messageAt: number;
}

/** No header is longer; what follows is the message's. */
const HEADER_BYTES = 2_048;

/**
 * Reads RFC 5424, RFC 3164 and what devices make of it. Pure; it never throws and refuses nothing: what is not understood belongs
 * to the message.
 */
export function readHeader(message: Uint8Array): SyslogHeader {
  const text = Buffer.from(message.buffer, message.byteOffset, Math.min(message.byteLength, HEADER_BYTES)).toString(
    "latin1",
  );
  const pri = /^<(\d{1,3})>/.exec(text);
  const value = Number(pri?.[1] ?? Number.NaN);
  const known = value <= 191;
  const levels = { facility: known ? value >> 3 : null, severity: known ? value & 7 : null };
  const at = pri?.[0].length ?? 0;
  return read5424(text, at, levels, message) ?? read3164(text, at, levels);
}

type Levels = Pick<SyslogHeader, "facility" | "severity">;

const RFC5424 = /^1 (\S{1,64}) (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32})(?= |$)/;

function read5424(text: string, at: number, levels: Levels, message: Uint8Array): SyslogHeader | null {
  const match = RFC5424.exec(text.slice(at, at + 540));
  if (match === null) return null;
  const [all, time, host, app, process, messageId] = match.map((part) => (part === "-" ? null : part));
  const messageAt = pastData(message, at + (all?.length ?? 0));
  return {
    form: "rfc5424",
    ...levels,
    time: time ?? null,
    host: host ?? null,
    app: app ?? null,
    process: process ?? null,
    messageId: messageId ?? null,
    messageAt,
  };
}

const [BLANK, QUOTE, OPEN, BACKSLASH, CLOSE, DASH] = [0x20, 0x22, 0x5b, 0x5c, 0x5d, 0x2d];

/** Behind ` -` or ` [id name="value"]...`, the blank and the byte order mark. Structured data without an end is message. */
function pastData(message: Uint8Array, from: number): number {
  let at = from;
  if (message[at] === BLANK) at++;
  if (message[at] === DASH && (message[at + 1] === BLANK || at + 1 === message.length)) at++;
  else {
    const end = dataEnd(message, at);
    if (end === null) return at;
    at = end;
  }
  if (message[at] === BLANK) at++;
  const hasMark = message[at] === 0xef && message[at + 1] === 0xbb && message[at + 2] === 0xbf;
  return hasMark ? at + 3 : at;
}

function dataEnd(message: Uint8Array, from: number): number | null {
  let at = from;
  while (message[at] === OPEN) {
    let quoted = false;
    for (at++; at < message.length && (quoted || message[at] !== CLOSE); at++) {
      if (quoted && message[at] === BACKSLASH) at++;
      else if (message[at] === QUOTE) quoted = !quoted;
    }
    if (at >= message.length) return null;
    at++;
  }
  return at;
}

/** `Mar  2 08:15:00`, with a year, fractions and a zone where devices write them, or as ISO 8601; a mark says that a clock is not set. */
const TIME =
  /^[*.]?(?:[A-Z][a-z]{2} {1,2}\d{1,2} (?:\d{4} )?\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?: [A-Z]{2,5}(?=[: ]))?|\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})?)(?=[: ])/;
const HOST = /^ ([A-Za-z0-9_.:-]{1,255}) /;
/** The name of a program; what a device calls a message (`%LINK-3-UPDOWN:`) belongs to the message. */
const TAG = /^([A-Za-z][A-Za-z0-9_./-]{0,47})(?:\[([^\]\s]{1,64})\])?:(?: |$)/;

function read3164(text: string, from: number, levels: Levels): SyslogHeader {
  const none = { app: null, process: null, messageId: null };
  const time = TIME.exec(text.slice(from, from + 64))?.[0] ?? null;
  if (time === null) return { form: "none", ...levels, ...none, time: null, host: null, messageAt: from };
  let at = from + time.length;
  // A name that ends with a colon is the program's, or a word of the message: then no host was written.
  const host = HOST.exec(text.slice(at, at + 260))?.[1] ?? null;
  const isHost = host !== null && !host.endsWith(":");
  if (isHost) at += host.length + 1;
  while (text[at] === ":" || text[at] === " ") at++;
  const tag = TAG.exec(text.slice(at, at + 120));
  return {
    form: "rfc3164",
    ...levels,
    time,
    host: isHost ? host : null,
    app: tag?.[1] ?? null,
    process: tag?.[2] ?? null,
    messageId: null,
    messageAt: at + (tag?.[0].length ?? 0),
  };
}
