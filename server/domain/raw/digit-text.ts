/**
 * The digits of a frame without what stands between them, and the place of each: in it a number is found however it was
 * written. Digits are joined over blanks, dashes, dots, slashes and brackets; anything else begins a new number. The
 * letter of an interim number counts as a digit where it stands before three of them.
 */
export class DigitText {
  readonly #text: string;
  readonly #places: Uint32Array;

  constructor(bytes: Uint8Array) {
    const places = new Uint32Array(bytes.length * 2);
    const symbols = Buffer.allocUnsafe(bytes.length * 2);
    let count = 0;
    let gap = 0;
    for (let i = 0; i < bytes.length; i++) {
      const code = bytes[i] ?? 0;
      if ((code >= 48 && code <= 57) || isInterimLetter(bytes, i)) {
        if (gap > LONGEST_GAP) symbols[count++] = BREAK;
        gap = 0;
        places[count] = i;
        symbols[count++] = code;
      } else {
        gap += SEPARATOR[code] === 1 ? 1 : LONGEST_GAP + 1;
      }
    }
    this.#text = symbols.toString("latin1", 0, count);
    this.#places = places;
  }

  indexOf(digits: string, from: number): number {
    return this.#text.indexOf(digits, from);
  }

  at(index: number): string | undefined {
    return this.#text[index];
  }

  /** Whether the digit before `index` belongs to the same number. */
  joined(index: number): boolean {
    return index > 0 && this.#text.charCodeAt(index - 1) !== BREAK;
  }

  /** The byte offset of a digit. */
  place(index: number): number {
    return this.#places[index] ?? 0;
  }
}

const BREAK = 32;
const LONGEST_GAP = 3;
const SEPARATOR = new Uint8Array(256);
/** As bytes, so that a no-break space (C2 A0) and the dashes U+2010 to U+2015 (E2 80 90 ...) of UTF-8 are among them. */
for (const char of " -+./()\u00a0\u00c2\u00e2\u0080\u0090\u0091\u0092\u0093\u0094\u0095") SEPARATOR[char.charCodeAt(0)] = 1;

function isInterimLetter(bytes: Uint8Array, i: number): boolean {
  const code = bytes[i] ?? 0;
  return code >= 74 && code <= 88 && INTERIM.has(code) && isDigit(bytes[i + 1]) && isDigit(bytes[i + 2]) && isDigit(bytes[i + 3]);
}

const INTERIM = new Set([..."TRSUWXJKLMN"].map((letter) => letter.charCodeAt(0)));

function isDigit(code: number | undefined): boolean {
  return code !== undefined && code >= 48 && code <= 57;
}
