/** A place in a frame, in bytes. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** What stands instead: of digits, and of everything else that tells something. */
export interface Filler {
  readonly digit: number;
  readonly letter: number;
}

/**
 * In the order in which they are tried: noughts keep a column a number, so that a driver goes on knowing who rang whom; where it
 * takes them for something, letters or stars may be what it reads as a number that was not sent.
 */
export const FILLERS: readonly Filler[] = [
  { digit: 0x30, letter: 0x78 },
  { digit: 0x78, letter: 0x78 },
  { digit: 0x2a, letter: 0x2a },
  { digit: 0x20, letter: 0x20 },
];

/** A copy in which the places hold filler, of the same length. Signs between digits stay: they say nothing and hold columns together. */
export function overwrite(frame: Uint8Array, places: readonly Place[], filler: Filler): Buffer {
  const struck = Buffer.from(frame);
  for (const { start, end } of places) {
    for (let at = Math.max(0, start); at < Math.min(end, struck.length); at++) {
      const code = struck[at] ?? 0;
      if (code === BACKSLASH) {
        // What it escapes goes with it, or a quote would end the text.
        struck[at] = filler.letter;
        if (at + 1 < end && at + 1 < struck.length) struck[++at] = filler.letter;
      } else if (code >= 48 && code <= 57) struck[at] = filler.digit;
      else if (code >= 0x80 || code === AMPERSAND || isLetter(code)) struck[at] = filler.letter;
    }
  }
  return struck;
}

/** Whether nothing is left of a value but filler. */
export function isStruck(text: string): boolean {
  return /\d|[a-z*]/i.test(text) && !/[1-9]|[a-wyz]|[^\u0000-\u007f]/i.test(text);
}

const BACKSLASH = 0x5c;
/** The first sign of an entity. */
const AMPERSAND = 0x26;

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}
