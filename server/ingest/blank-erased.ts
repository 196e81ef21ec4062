import { DATA_CLASSES } from "../domain/codes.ts";
import { DigitText } from "../domain/raw/digit-text.ts";
import { type DigitsFound, hasWatermarks, watermarkMoments } from "../keyring/index.ts";
import type { DraftLine } from "./draft.ts";
import type { IngestContext } from "./ingest-context.ts";

/**
 * A line no driver understood may be one that was erased and is sent again. Nobody knows where in it a number stands, nor the
 * call's date: every run of digits is asked against the watermarks, and the digits of somebody erased are blanked. A line that
 * was received later and carries only dates after the erasure is a new one and stays as it is.
 */
export async function blankErased(
  ctx: Pick<IngestContext, "keyring">,
  companyId: number,
  lines: readonly DraftLine[],
): Promise<DraftLine[]> {
  if (lines.length === 0 || !(await hasWatermarks(ctx.keyring, companyId))) return [...lines];
  const answer: DraftLine[] = [];
  for (const line of lines) {
    const suspects = suspectsIn(line.frame);
    const moments = await watermarkMoments(ctx.keyring, companyId, suspects);
    const hit = suspects.filter((_, at) => {
      const before = moments[at];
      return before != null && !isLater(line, before);
    });
    answer.push(hit.length === 0 ? line : { ...line, frame: withoutDigits(line.frame, hit) });
  }
  return answer;
}

interface Suspect extends DigitsFound {
  /** Byte offsets of its digits. */
  readonly places: readonly number[];
}

const LONGEST_RUN = 64;

/** Whatever in the bytes may be an identifier: windows of eight digits, short runs whole, windows of ten and twelve. */
function suspectsIn(bytes: Buffer): Suspect[] {
  const suspects: Suspect[] = [];
  for (const run of runsOf(bytes)) {
    const text = run.map((one) => one.digit).join("");
    const cut = (from: number, length: number) => run.slice(from, from + length).map((one) => one.place);
    if (run.length >= 6 && run.length < 8)
      suspects.push({ class: DATA_CLASSES.phone, last8: text, canonical: text, places: cut(0, run.length) });
    for (let at = 0; at + 8 <= run.length; at++)
      suspects.push({ class: DATA_CLASSES.phone, last8: text.slice(at, at + 8), places: cut(at, 8) });
    for (let at = 0; at + 10 <= run.length; at++) {
      if (!isDate(text, at)) continue;
      for (const century of ["18", "19", "20"])
        suspects.push({
          class: DATA_CLASSES.ssn,
          canonical: century + text.slice(at, at + 10),
          places: cut(at, 10),
        });
    }
  }
  return suspects;
}

/** Month and day of a personal identity number; a coordination number adds sixty to the day, and some have no month. */
function isDate(text: string, at: number): boolean {
  const day = Number(text.slice(at + 4, at + 6)) % 60;
  return Number(text.slice(at + 2, at + 4)) <= 12 && day <= 31;
}

interface Digit {
  readonly digit: string;
  readonly place: number;
}

/** Digits that belong together however they are written, as the code that cuts raw records joins them. */
function runsOf(bytes: Buffer): Digit[][] {
  const text = new DigitText(bytes);
  const runs: Digit[][] = [];
  let run: Digit[] = [];
  for (let at = 0; ; at++) {
    const digit = text.at(at);
    const ends = digit === undefined || digit === " " || run.length === LONGEST_RUN;
    if (ends && run.length >= 6) runs.push(run);
    if (ends) run = [];
    if (digit === undefined) return runs;
    if (digit !== " ") run.push({ digit, place: text.place(at) });
  }
}

const X = "x".charCodeAt(0);

function withoutDigits(bytes: Buffer, suspects: readonly Suspect[]): Buffer {
  const blank = Buffer.from(bytes);
  for (const { places } of suspects) for (const place of places) blank[place] = X;
  return blank;
}

const DATES =
  /(?<!\d)(20\d\d)([-/.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)|(?<!\d)(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=\d{6}(?!\d))/g;

/** Received after the erasure, with dates in it, and all of them after its day. Of a leg the moment is known. */
function isLater({ frame, receivedAt, leg }: DraftLine, before: Date): boolean {
  if (receivedAt < before) return false;
  if (leg !== undefined) return leg.leg.record.startedAt >= before;
  const days = [...frame.toString("latin1").matchAll(DATES)].map((match) =>
    [match[1] ?? match[5], match[3] ?? match[6], match[4] ?? match[7]].join("-"),
  );
  const erasedOn = before.toISOString().slice(0, 10);
  return days.length > 0 && days.every((day) => day > erasedOn);
}
