import { holdsNumber } from "../free-text.ts";
import { readAmount } from "../money.ts";
import { readDays, readTime } from "./days.ts";
import { isCountryPrefix, isPersonsNumber, isShortNumber } from "./person-number.ts";
import { DAY_MINUTES, overlap, type Rate } from "./rate.ts";

/** The columns of a tariff as a file; the first two that are marked have to be there. */
export const RATE_COLUMNS = [
  "kind",
  "prefix",
  "name",
  "direction",
  "days",
  "from",
  "to",
  "per_minute",
  "connection",
  "minimum",
  "first_seconds",
  "interval_seconds",
  "free_seconds",
] as const;
export type RateColumn = (typeof RATE_COLUMNS)[number];
export const REQUIRED_COLUMNS: readonly RateColumn[] = ["prefix", "per_minute"];

/** More prefixes than the world's numbering plans have; more lines, with their bands, nobody can check. */
export const MOST_PREFIXES = 20_000;
const MOST_LINES = 60_000;
/** Every hour of the day at another price, twice a week over. */
const MOST_BANDS = 48;
/** So many faults are told at once. */
export const MOST_FAULTS = 100;

/** What is wrong in which line of the file, and what to write instead. */
export const RATE_FAULTS = {
  "no-header": "The first line must name the columns; prefix and per_minute have to be among them.",
  "unknown-column": `This column is not known. The columns are: ${RATE_COLUMNS.join(", ")}.`,
  "repeated-column": "This column stands there twice.",
  cells: "This line has more cells than the first line has columns.",
  kind: 'Write "number" for a number with its country code, or "short" for one like 112.',
  prefix:
    "Write digits with the country code and without spaces, e.g. 4670; of kind short two to six digits, e.g. 112.",
  national: "Write it with the country code instead of the leading zero, e.g. 4670 for 070.",
  person:
    "This is a whole number of a person's line. A tariff goes by beginnings of numbers: leave its last digits out.",
  name: "A name has at most 60 characters and holds no telephone number or personal identity number.",
  direction: 'Write "out" or "in".',
  days: 'Write days as "mon-fri", "sat sun" or leave it empty for every day.',
  time: "Write a time of the day as 08:00; 24:00 is its end.",
  amount: "Write an amount with at most four decimals, e.g. 0.45.",
  seconds: "Write whole seconds, at most 86400; an interval is at least one second.",
  overlap: "Another line for the same numbers holds at the same time.",
  bands: `The same numbers have at most ${MOST_BANDS} lines, each for other days or hours.`,
  "too-many": `A tariff has at most ${MOST_PREFIXES} prefixes and ${MOST_LINES} lines.`,
  empty: "The file holds no line with a price.",
} as const;
export type RateFault = keyof typeof RATE_FAULTS;

export interface LineFault {
  /** As an editor counts lines, from 1. */
  readonly line: number;
  /** The column it is about, as the file names it; null for the line as a whole. */
  readonly column: string | null;
  readonly fault: RateFault;
}

export interface ReadLine {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface ReadRates {
  readonly rates: readonly Rate[];
  /** The first ones; while there are any, nothing may be stored. */
  readonly faults: readonly LineFault[];
  readonly faultsTotal: number;
  readonly prefixes: number;
}

/** Reads a tariff from the lines of a file, the first of which names the columns. */
export function readRates(lines: readonly ReadLine[], at: Date): ReadRates {
  const faults = new Faults();
  const [head, ...body] = lines;
  const columns = readHead(head, faults);
  if (columns === null) return { rates: [], faults: faults.first, faultsTotal: faults.total, prefixes: 0 };
  const rates: Rate[] = [];
  const alike = new Map<string, Rate[]>();
  const prefixes = new Set<string>();
  const isName = nameCheck(at);
  for (const line of body) {
    if (rates.length >= MOST_LINES || prefixes.size > MOST_PREFIXES) {
      faults.add(line.line, null, "too-many");
      break;
    }
    const rate = readRate(new Cells(line, columns, faults), isName);
    if (rate === null) continue;
    const key = `${rate.short ? "s" : "n"}${rate.direction} ${rate.prefix}`;
    const others = alike.get(key) ?? [];
    if (others.length >= MOST_BANDS) faults.add(line.line, null, "bands");
    else {
      if (others.some((other) => overlap(other, rate))) faults.add(line.line, null, "overlap");
      alike.set(key, [...others, rate]);
    }
    prefixes.add(`${rate.short ? "s" : "n"}${rate.prefix}`);
    rates.push(rate);
  }
  if (rates.length === 0 && faults.total === 0) faults.add(head?.line ?? 1, null, "empty");
  return { rates, faults: faults.first, faultsTotal: faults.total, prefixes: prefixes.size };
}

class Faults {
  readonly first: LineFault[] = [];
  total = 0;

  add(line: number, column: string | null, fault: RateFault): void {
    this.total++;
    if (this.first.length < MOST_FAULTS) this.first.push({ line, column, fault });
  }
}

function readHead(head: ReadLine | undefined, faults: Faults): readonly RateColumn[] | null {
  const names = (head?.cells ?? []).map((cell) =>
    cell
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, "_"),
  );
  const line = head?.line ?? 1;
  if (!REQUIRED_COLUMNS.every((column) => names.includes(column))) {
    faults.add(line, null, "no-header");
    return null;
  }
  for (const [i, name] of names.entries()) {
    if (!RATE_COLUMNS.some((column) => column === name)) faults.add(line, `column ${i + 1}`, "unknown-column");
    if (names.indexOf(name) !== i) faults.add(line, `column ${i + 1}`, "repeated-column");
  }
  return faults.total > 0 ? null : (names as RateColumn[]);
}

/** The cells of one line by their columns; what is wrong in them is noted. */
class Cells {
  readonly #line: ReadLine;
  readonly #columns: readonly RateColumn[];
  readonly #faults: Faults;
  sound = true;

  constructor(line: ReadLine, columns: readonly RateColumn[], faults: Faults) {
    this.#line = line;
    this.#columns = columns;
    this.#faults = faults;
    if (line.cells.length > columns.length) this.wrong(null, "cells");
  }

  text(column: RateColumn): string {
    const at = this.#columns.indexOf(column);
    return (at < 0 ? undefined : this.#line.cells[at])?.trim() ?? "";
  }

  /** What a cell reads as; noted where `read` answers null, and then `instead`. */
  value<T>(column: RateColumn, fault: RateFault, instead: T, read: (text: string) => T | null): T {
    const text = this.text(column);
    if (text === "") return instead;
    const value = read(text);
    if (value === null) this.wrong(column, fault);
    return value ?? instead;
  }

  wrong(column: RateColumn | null, fault: RateFault): void {
    this.sound = false;
    this.#faults.add(this.#line.line, column, fault);
  }
}

function readRate(cells: Cells, isName: (text: string) => boolean): Rate | null {
  const kind = cells.value("kind", "kind", "number", (text) => KINDS[text.toLowerCase()] ?? null);
  const short = kind === "short";
  const prefix = readPrefix(cells, short);
  // An apostrophe keeps a spreadsheet from reading a formula; `writeRates` sets it.
  const name = cells.value("name", "name", "", (text) => (isName(text) ? text.replace(/^'(?=[=+\-@])/, "") : null));
  const direction = cells.value("direction", "direction", "out", (text) => DIRECTIONS[text.toLowerCase()] ?? null);
  const days = cells.value("days", "days", readDays("") ?? 0, readDays);
  const fromMinute = cells.value("from", "time", 0, (text) => (readTime(text) === DAY_MINUTES ? null : readTime(text)));
  const toMinute = cells.value("to", "time", DAY_MINUTES, readTime);
  if (cells.text("per_minute") === "") cells.wrong("per_minute", "amount");
  const rate: Rate = {
    ...{ prefix, short, direction, name, days, fromMinute, toMinute },
    perMinute: cells.value("per_minute", "amount", 0, readAmount),
    connection: cells.value("connection", "amount", 0, readAmount),
    minimum: cells.value("minimum", "amount", 0, readAmount),
    firstSeconds: cells.value("first_seconds", "seconds", 0, (text) => readSeconds(text, 0)),
    intervalSeconds: cells.value("interval_seconds", "seconds", 1, (text) => readSeconds(text, 1)),
    freeSeconds: cells.value("free_seconds", "seconds", 0, (text) => readSeconds(text, 0)),
  };
  return cells.sound ? rate : null;
}

const KINDS: Readonly<Record<string, "number" | "short">> = { number: "number", short: "short" };
const DIRECTIONS: Readonly<Record<string, Rate["direction"]>> = { out: "out", in: "in" };

function readPrefix(cells: Cells, short: boolean): string {
  const written = cells.text("prefix");
  if (short) {
    if (!isShortNumber(written)) cells.wrong("prefix", "prefix");
    return written;
  }
  const digits = written.replace(/^(?:\+|00)/, "");
  if (/^0/.test(digits)) cells.wrong("prefix", "national");
  else if (!isCountryPrefix(digits)) cells.wrong("prefix", "prefix");
  else if (isPersonsNumber(digits)) cells.wrong("prefix", "person");
  return digits;
}

function readSeconds(text: string, least: number): number | null {
  const seconds = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  return seconds >= least && seconds <= 86_400 ? seconds : null;
}

/** The same name stands in many lines, and looking for numbers in a text is slow. */
function nameCheck(at: Date): (text: string) => boolean {
  const known = new Map<string, boolean>();
  return (text) => {
    const seen = known.get(text);
    if (seen !== undefined) return seen;
    const sound = text.length <= 60 && !holdsNumber(text, at) && !/[\u0000-\u001f]/.test(text);
    known.set(text, sound);
    return sound;
  };
}
