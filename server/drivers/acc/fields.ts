import { rangeText } from "../text.ts";

/** One `name=value` of an accounting line, and where the value stands. */
export interface Field {
  readonly name: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What the line says of itself ("transaction answered", "call missed" ...) and its fields. */
export interface AccLine {
  readonly event: string;
  readonly fields: Fields;
}

/** By name; a field that has nothing in it is as good as none. */
export class Fields {
  readonly all: readonly Field[];
  readonly #first = new Map<string, Field>();

  constructor(all: readonly Field[]) {
    this.all = all;
    for (const field of all)
      if (!this.#first.has(field.name) && field.text.trim() !== "") this.#first.set(field.name, field);
  }

  /** The first of these names that is there. */
  find(names: readonly string[]): Field | null {
    for (const name of names) {
      const found = this.#first.get(name);
      if (found !== undefined) return found;
    }
    return null;
  }

  text(...names: readonly string[]): string | null {
    return this.find(names)?.text.trim() ?? null;
  }
}

/** More fields a proxy cannot be told to write. */
const MOST = 256;

/**
 * `[syslog prefix] ACC: event: name=value;name=value`, or Kamailio's line of a whole call, which begins with `start_time=` and
 * has a blank after each semicolon. Null for another line of the log.
 */
export function readAccLine(frame: Uint8Array, text: string): AccLine | null {
  const begin = BEGIN.exec(text);
  if (begin === null) return null;
  const from = begin.index + (begin[1]?.length ?? 0);
  const event = /ACC: ([^=;]{0,120}?):? *$/.exec(text.slice(Math.max(0, from - 160), from))?.[1]?.trim() ?? "";
  const places: Place[] = [];
  const to = endOf(text);
  for (let at = from; at < to && places.length < MOST; ) {
    const mark = text.indexOf(";", at);
    const stop = mark < 0 || mark > to ? to : mark;
    addPlace(places, text, at, stop);
    at = stop + 1;
  }
  const fields = places.map(({ name, start, end }) => ({ name, text: rangeText(frame, text, start, end), start, end }));
  return { event, fields: new Fields(fields) };
}

const BEGIN = /(^|[ :;])(?:timestamp|created|start_time|method)=/;

/** The message ends with a line feed, which some syslog daemons write as `#012`. */
function endOf(text: string): number {
  let end = text.length;
  for (;;) {
    if (/[\s\0]/.test(text.charAt(end - 1))) end--;
    else if (text.endsWith("#012", end)) end -= 4;
    else return end;
  }
}

interface Place {
  readonly name: string;
  readonly start: number;
  end: number;
  /** A SIP address, whose parameters follow after semicolons. */
  readonly isAddress: boolean;
}

function addPlace(places: Place[], text: string, from: number, to: number): void {
  const name = /^ *([A-Za-z0-9_.-]{1,64})=/.exec(text.slice(from, Math.min(to, from + 72)));
  const before = places.at(-1);
  const isParameter = name !== null && URI_PARAMETERS.has((name[1] ?? "").toLowerCase());
  if (before !== undefined && (name === null || (isParameter && before.isAddress))) {
    before.end = to;
    return;
  }
  if (name === null) return;
  const start = from + name[0].length;
  const isAddress = /sips?:|^</i.test(text.slice(start, Math.min(to, start + 256)));
  places.push({ name: (name[1] ?? "").toLowerCase(), start, end: to, isAddress });
}

const URI_PARAMETERS = new Set([
  "user",
  "transport",
  "lr",
  "tag",
  "maddr",
  "ttl",
  "ob",
  "received",
  "nat",
  "alias",
  "rinstance",
  "expires",
  "phone-context",
  "npdi",
  "rn",
  "cpc",
  "line",
]);
