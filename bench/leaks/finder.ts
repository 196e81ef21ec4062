import type { Canary } from "./canaries.ts";

const DIGITS_PHONE = 9;
const DIGITS_SSN = 10;
const GROUPS = /\d(?:[^0-9A-Za-z\n,;|\t"{}[\]]{0,3}\d){7,}/g;
const WORDS = /\p{L}{6,}/gu;

/** Looks for all canaries at once, in any notation, as text, as UTF-16 and inside bytes that are written as hex. */
export class Finder {
  readonly #phones = new Set<string>();
  readonly #ssns = new Set<string>();
  readonly #names = new Set<string>();

  constructor(canaries: readonly Canary[]) {
    for (const { kind, needle } of canaries) {
      if (kind === "phone") this.#phones.add(needle);
      else if (kind === "ssn") this.#ssns.add(needle);
      else this.#names.add(needle);
    }
  }

  /** The needles in a text, each once. */
  inText(text: string): Set<string> {
    const found = new Set<string>();
    for (const [group] of text.matchAll(GROUPS)) this.#inDigits(group.replace(/\D/g, ""), found);
    for (const [word] of text.matchAll(WORDS)) {
      const small = word.toLowerCase();
      if (this.#names.has(small)) found.add(small);
    }
    return found;
  }

  /** The same in bytes: as UTF-8, as UTF-16, and where the bytes are text of hex (`\x3037...`), in what it stands for. */
  inBytes(bytes: Buffer): Set<string> {
    const found = this.inText(bytes.toString("utf8"));
    if (bytes.includes(0))
      for (const one of this.inText(Buffer.from(bytes.filter((byte) => byte !== 0)).toString("latin1"))) found.add(one);
    const text = bytes.toString("latin1");
    for (const [, hex = ""] of text.matchAll(/\\x([0-9a-f]{12,})/g)) {
      for (const one of this.inText(Buffer.from(hex, "hex").toString("utf8"))) found.add(one);
    }
    return found;
  }

  #inDigits(digits: string, found: Set<string>): void {
    for (let i = 0; i + DIGITS_PHONE <= digits.length; i++) {
      const nine = digits.slice(i, i + DIGITS_PHONE);
      // A country or trunk code may stand before it; longer figures of ours (ids, moments) may hold it by chance only.
      if (this.#phones.has(nine) && digits.length <= DIGITS_PHONE + 6) found.add(nine);
      const ten = digits.slice(i, i + DIGITS_SSN);
      if (ten.length === DIGITS_SSN && this.#ssns.has(ten) && digits.length <= DIGITS_SSN + 4) found.add(ten);
    }
  }
}
