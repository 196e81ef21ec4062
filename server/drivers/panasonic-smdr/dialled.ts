import type { Direction } from "../../domain/codes.ts";
import type { DecodedValue } from "../driver.ts";
import { addValue, type FrameText, trimmed } from "../values.ts";

interface Part {
  readonly role: DecodedValue["role"];
  readonly class: "phone" | "name";
  readonly start: number;
  readonly end: number;
}

/** Who stands in the number's columns. */
export interface Dialled {
  readonly direction: Direction | null;
  readonly parts: readonly Part[];
  /** LOG IN, Check out, Timed Reminder: words and no number. */
  readonly isEvent: boolean;
}

const INCOMING = /<\s*(?:I|(?:DISA |DIL )?incoming)\s*>/i;
const WITHHELD = /^(?:private|anonymous|unknown|unavailable|out of area|withheld|no caller id|long distance)$/i;

/** Null where blanks stand inside that no number and no name has: then the line is damaged. */
export function readDialled(text: string, [from, to]: readonly [number, number]): Dialled | null {
  const span = trimmed(text, from, to);
  if (span === null) return { direction: "out", parts: [], isEvent: false };
  const written = text.slice(span.start, span.end);
  const incoming = INCOMING.exec(written);
  if (incoming === null && written.includes("   ")) return null;
  if (incoming !== null) {
    const callerFrom = span.start + incoming.index + incoming[0].length;
    const direct = /^<D>/i.exec(written);
    const dialled =
      direct === null
        ? []
        : namesAndNumber(text, span.start + direct[0].length, span.start + incoming.index, "dialled");
    return {
      direction: "in",
      parts: [...namesAndNumber(text, callerFrom, span.end, "calling"), ...dialled],
      isEvent: false,
    };
  }
  const extension = /^EXT *(\d{1,8})/i.exec(written);
  if (extension !== null) {
    const start = span.start + extension[0].length - (extension[1] ?? "").length;
    const end = span.start + extension[0].length;
    return { direction: "internal", parts: [{ role: "called", class: "phone", start, end }], isEvent: false };
  }
  if (/^[A-Za-z][A-Za-z ,./-]*$/.test(written) && !/^[XPF.]+$/.test(written))
    return { direction: null, parts: namesAndNumber(text, span.start, span.end, "called"), isEvent: true };
  return { direction: "out", parts: outgoing(text, span.start, span.end), isEvent: false };
}

/** `.` and X stand for hidden digits, P for a pause, F for a flash, = for a host's access code; behind - the call was transferred. */
function outgoing(text: string, from: number, to: number): Part[] {
  if (/[A-EG-OQ-WYZa-z]/.test(text.slice(from, to))) return namesAndNumber(text, from, to, "called");
  const pieces = [...text.slice(from, to).matchAll(/[^PF=/-]+/g)].map((match) => ({
    start: from + match.index,
    end: from + match.index + match[0].length,
    isTransfer: text.charAt(from + match.index - 1) === "-",
  }));
  const longest = pieces.reduce((best, piece) => Math.max(best, piece.isTransfer ? 0 : piece.end - piece.start), 0);
  const called = pieces.find((piece) => !piece.isTransfer && piece.end - piece.start === longest);
  return pieces.flatMap((piece): Part[] => {
    const { start, end } = piece;
    if (piece === called) return [{ role: "called", class: "phone", start, end }];
    if (piece.isTransfer) return [{ role: "transferred", class: "phone", start, end }];
    return end - start >= 6 ? [{ role: "dialled", class: "phone", start, end }] : [];
  });
}

/** The longest run of digits is the number; what stands before and behind it is the name. */
function namesAndNumber(text: string, from: number, to: number, role: DecodedValue["role"]): Part[] {
  let number: Part | null = null;
  for (const match of text.slice(from, to).matchAll(/\+?[\d*#.]{3,}/g)) {
    const start = from + match.index;
    if (number === null || match[0].length > number.end - number.start)
      number = { role, class: "phone", start, end: start + match[0].length };
  }
  // A doorphone or another line: a letter and its number.
  if (/^[SDT]\d{3}$/.test(text.slice(from, to).trim())) return [];
  if (number === null) return nameOf(text, from, to, role);
  return [...nameOf(text, from, number.start, role), number, ...nameOf(text, number.end, to, role)];
}

function nameOf(text: string, from: number, to: number, role: DecodedValue["role"]): Part[] {
  const span = trimmed(text, from, to);
  if (span === null || WITHHELD.test(text.slice(span.start, span.end))) return [];
  return /[^\d\s\W]|[\x80-\xff]/.test(text.slice(span.start, span.end)) ? [{ role, class: "name", ...span }] : [];
}

export function addDialled(whole: FrameText, dialled: Dialled, values: DecodedValue[]): void {
  for (const part of dialled.parts) addValue(whole, part.start, part.end, part.role, part.class, values);
}
