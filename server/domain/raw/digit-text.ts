/**
 * The digits of a frame without what stands between them, and the place of each: in it a number is found however it was
 * written. Digits are joined over blanks, dashes, dots, slashes and brackets; anything else begins a new number. The
 * letter of an interim number counts as a digit where it stands before three of them. Valid until the next frame is read:
 * the bytes behind it are used again.
 */
export class DigitText {
  readonly #text: string;

  constructor(bytes: Uint8Array) {
    const length = bytes.length;
    if (places.length < length * 2) grow(length * 2);
    const into = symbols;
    const at = places;
    let count = 0;
    let gap = 0;
    for (let i = 0; i < length; i++) {
      const code = bytes[i] ?? 0;
      const kind = KIND[code];
      if (
        kind === DIGIT ||
        (kind === LETTER && isDigit(bytes[i + 1]) && isDigit(bytes[i + 2]) && isDigit(bytes[i + 3]))
      ) {
        if (gap > LONGEST_GAP) into[count++] = BREAK;
        gap = 0;
        at[count] = i;
        into[count++] = code;
      } else {
        gap += kind === SEPARATOR ? 1 : LONGEST_GAP + 1;
      }
    }
    this.#text = symbols.latin1Slice(0, count);
  }

  indexOf(digits: string, from: number): number {
    return this.#text.indexOf(digits, from);
  }

  at(index: number): string | undefined {
    return this.#text[index];
  }

  get length(): number {
    return this.#text.length;
  }

  /** The digit's code; a blank between numbers. */
  codeAt(index: number): number {
    return this.#text.charCodeAt(index);
  }

  /** Whether the digit before `index` belongs to the same number. */
  joined(index: number): boolean {
    return index > 0 && this.#text.charCodeAt(index - 1) !== BREAK;
  }

  /** The byte offset of a digit. */
  place(index: number): number {
    return places[index] ?? 0;
  }
}

/** In Node since its beginnings and faster than toString, but not in its typings. */
type Latin1Buffer = Buffer & { latin1Slice(start: number, end: number): string };

let places = new Uint32Array(8192);
let symbols = Buffer.alloc(8192) as Latin1Buffer;

function grow(size: number): void {
  places = new Uint32Array(size);
  symbols = Buffer.alloc(size) as Latin1Buffer;
}

const BREAK = 32;
/** So many signs between digits that still make one number of them. */
export const LONGEST_GAP = 3;

export function isSeparator(code: number): boolean {
  return KIND[code] === SEPARATOR;
}

const SEPARATOR = 1;
const DIGIT = 2;
const LETTER = 3;
const KIND = new Uint8Array(256);
/** As bytes, so that a no-break space (C2 A0) and the dashes U+2010 to U+2015 (E2 80 90 ...) of UTF-8 are among them. */
for (const char of " -+./()\u00a0\u00c2\u00e2\u0080\u0090\u0091\u0092\u0093\u0094\u0095")
  KIND[char.charCodeAt(0)] = SEPARATOR;
for (const char of "0123456789") KIND[char.charCodeAt(0)] = DIGIT;
for (const char of "TRSUWXJKLMN") KIND[char.charCodeAt(0)] = LETTER;

function isDigit(code: number | undefined): boolean {
  return code !== undefined && code >= 48 && code <= 57;
}
