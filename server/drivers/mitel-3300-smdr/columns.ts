import { AppError } from "../../domain/app-error.ts";

/** Where the fields of one line begin and end, counted from 0; the start of the line is given with it. */
export interface Columns {
  readonly duration: Span;
  readonly calling: Span;
  /** A star for the attendant, and seconds; four stars when nobody answered. */
  readonly answer: Span;
  /** Digits dialled, and perhaps meter pulses in the last five. */
  readonly digits: Span;
  readonly status: number;
  readonly called: Span;
  /** Number of the listed directory, of extended reporting. */
  readonly listed: Span | null;
  readonly third: Span;
  readonly account: Span;
  readonly ani: Span;
  readonly dnis: Span;
  /** Behind them: identifiers of the call. */
  readonly ids: number;
}

export type Span = readonly [start: number, end: number];

export const COLUMN_CHOICES = ["auto", "standard", "extended", "extended-reporting"] as const;
type Choice = (typeof COLUMN_CHOICES)[number];

/** Extended digit length writes parties in seven columns and hours in four; extended reporting shifts what follows. */
const WIDTHS = {
  standard: { party: 4, duration: 8, ani: 10, dnis: 10, listed: false },
  extended: { party: 7, duration: 10, ani: 10, dnis: 7, listed: false },
  "extended-reporting": { party: 7, duration: 10, ani: 20, dnis: 10, listed: true },
} as const;

const DIGITS = 26;
const ACCOUNT = 12;

/** `from`: where the duration begins. A time with seconds comes with extended reporting only. */
export function columnsFrom(from: number, text: string, hasSeconds: boolean, choice: Choice): Columns {
  const isLong = /^\d{4}:/.test(text.slice(from, from + 5));
  const told = hasSeconds ? "extended-reporting" : isLong ? "extended" : "standard";
  const { party, duration, ani, dnis, listed } = WIDTHS[choice === "auto" ? told : choice];
  let at = from;
  const next = (width: number, gap = 1): Span => {
    const span: Span = [at, at + width];
    at += width + gap;
    return span;
  };
  const time = next(duration);
  const calling = next(party);
  const answer = next(4);
  const digits = next(DIGITS, 0);
  const status = at;
  at += 2;
  const called = next(party, 2);
  return {
    duration: time,
    calling,
    answer,
    digits,
    status,
    called,
    listed: listed ? next(party) : null,
    third: next(party),
    // An asterisk, three letters of the system and blanks follow the account.
    account: next(ACCOUNT, 7),
    ani: next(ani),
    dnis: next(dnis),
    ids: at,
  };
}

export function isChoice(value: string | undefined): Choice {
  const choice = COLUMN_CHOICES.find((known) => known === value);
  if (choice === undefined)
    throw new AppError("bad-input", `The option columns is one of ${COLUMN_CHOICES.join(", ")}.`);
  return choice;
}
