import { DigitText, isSeparator, LONGEST_GAP } from "./raw/digit-text.ts";
import type { NumberSite, ReadNumber } from "./numbers/index.ts";
import { planOf } from "./numbers/plan.ts";
import type { OrganisationNumber } from "./organisation-number.ts";

/** Where in a frame a number of the set stands. */
export interface FoundNumber {
  /** Byte offsets. */
  readonly start: number;
  readonly end: number;
  readonly code: number;
  /** The number without what may stand before it. */
  readonly core: string;
}

interface Sought {
  /** The digits that have to be there: without country code and trunk prefix. */
  readonly core: string;
  readonly isPrefix: boolean;
  readonly isShort: boolean;
  readonly code: number;
}

const KEY_DIGITS = 6;
const KEYS = 10 ** KEY_DIGITS;
const LONGEST_LEAD = 8;
/** Digits of a number known by its beginning that are taken with it across blanks and dashes. */
const USUAL_DIGITS = 9;

/**
 * Numbers known in whatever notation: in a value that has been read, and by their digits anywhere in a frame. A number that
 * belongs to several codes has the first.
 */
export class NumberSet {
  readonly #exact = new Map<string, number>();
  readonly #short = new Map<string, number>();
  readonly #prefixes: { readonly prefix: string; readonly code: number }[] = [];
  readonly #bits = new Uint8Array(KEYS / 8);
  readonly #byKey = new Map<number, Sought[]>();
  readonly #fewDigits: Sought[] = [];
  readonly #leads: ReadonlySet<string>;
  readonly #shortLeads: readonly string[];

  constructor(numbers: readonly { readonly number: OrganisationNumber; readonly code: number }[], site: NumberSite) {
    const plan = planOf(site.country);
    const outside = site.outsideLine ?? "";
    const international = ["00", site.internationalPrefix ?? ""].map((prefix) => prefix + plan.callingCode);
    this.#shortLeads = [...new Set([outside, plan.callingCode, ...international])].filter((lead) => lead !== "");
    const leads = ["", plan.trunkPrefix, plan.callingCode, `${plan.callingCode}0`, ...international];
    this.#leads = new Set(leads.flatMap((lead) => [lead, outside + lead]));
    for (const { number, code } of numbers) this.#add(number, code);
  }

  get size(): number {
    return this.#exact.size + this.#short.size + this.#prefixes.length;
  }

  /** The code of a value as it was read; null when it is none of them. */
  match(read: ReadNumber): number | null {
    const known = this.#international(read.e164);
    if (known !== null) return known;
    for (const other of read.also) {
      const code = other.kind === "ssn" ? null : this.#international(other.value);
      if (code !== null) return code;
    }
    if (this.#short.size === 0 || read.digits.length > LONGEST_LEAD + KEY_DIGITS) return null;
    const whole = this.#short.get(read.digits);
    if (whole !== undefined) return whole;
    for (const lead of this.#shortLeads) {
      const code = read.digits.startsWith(lead) ? this.#short.get(read.digits.slice(lead.length)) : undefined;
      if (code !== undefined) return code;
    }
    return null;
  }

  /**
   * Every place in the bytes where digits of a number stand, six or more, however they are written. They must be all of a
   * number: not the middle of a longer one. `few`: those of fewer digits too, for text in which nobody knows the columns.
   */
  find(bytes: Uint8Array, options: { readonly few?: boolean } = {}): FoundNumber[] {
    if (options.few !== true && !this.#mayHold(bytes)) return [];
    const found: FoundNumber[] = [];
    const text = new DigitText(bytes);
    let key = 0;
    let run = 0;
    for (let at = 0; at < text.length; at++) {
      const digit = text.codeAt(at) - 48;
      if (digit < 0 || digit > 9) {
        run = 0;
        key = 0;
        continue;
      }
      key = (key * 10 + digit) % KEYS;
      if (++run < KEY_DIGITS || ((this.#bits[key >> 3] ?? 0) & (1 << (key & 7))) === 0) continue;
      for (const sought of this.#byKey.get(key) ?? []) this.#check(bytes, text, at, sought, found);
    }
    if (options.few === true) for (const sought of this.#fewDigits) this.#findFew(bytes, text, sought, found);
    return found;
  }

  /** Whether six digits in a row end like a number of the set: most frames have none, and are done with in one pass. */
  #mayHold(bytes: Uint8Array): boolean {
    const bits = this.#bits;
    let key = 0;
    let run = 0;
    let gap = 0;
    for (let at = 0; at < bytes.length; at++) {
      const digit = (bytes[at] ?? 0) - 48;
      if (digit < 0 || digit > 9) {
        gap += isSeparator(digit + 48) ? 1 : LONGEST_GAP + 1;
        continue;
      }
      if (gap > LONGEST_GAP) {
        run = 0;
        key = 0;
      }
      gap = 0;
      key = (key * 10 + digit) % KEYS;
      if (++run >= KEY_DIGITS && ((bits[key >> 3] ?? 0) & (1 << (key & 7))) !== 0) return true;
    }
    return false;
  }

  #add(number: OrganisationNumber, code: number): void {
    const { international, significant, short, kind } = number;
    const isPrefix = kind === "prefix";
    if (international !== null && isPrefix) this.#prefixes.push({ prefix: `+${international}`, code });
    else if (international !== null && !this.#exact.has(`+${international}`))
      this.#exact.set(`+${international}`, code);
    if (short !== null && !this.#short.has(short)) this.#short.set(short, code);
    const core = significant ?? short ?? "";
    const sought = { core, isPrefix, isShort: short !== null, code };
    if (core.length >= KEY_DIGITS) {
      const key = Number(core.slice(-KEY_DIGITS));
      this.#bits[key >> 3] = (this.#bits[key >> 3] ?? 0) | (1 << (key & 7));
      this.#byKey.set(key, [...(this.#byKey.get(key) ?? []), sought]);
    } else if (!isPrefix) this.#fewDigits.push(sought);
  }

  #international(e164: string | null): number | null {
    if (e164 === null) return null;
    const exact = this.#exact.get(e164);
    if (exact !== undefined) return exact;
    for (const { prefix, code } of this.#prefixes) if (e164.startsWith(prefix)) return code;
    return null;
  }

  /** `last`: the digit that ends the key. */
  #check(bytes: Uint8Array, text: DigitText, last: number, sought: Sought, found: FoundNumber[]): void {
    const first = last - sought.core.length + 1;
    if (first < 0) return;
    for (let i = 0; i < sought.core.length; i++) if (text.codeAt(first + i) !== sought.core.charCodeAt(i)) return;
    const start = leadStart(bytes, text.place(first), this.#isLead);
    if (start === null) return;
    let end = text.place(last) + 1;
    if (sought.isPrefix) end = restEnd(text, last, sought.core.length);
    else if (isDigit(bytes[end])) return;
    found.push({ start, end, code: sought.code, core: sought.core });
  }

  #findFew(bytes: Uint8Array, text: DigitText, sought: Sought, found: FoundNumber[]): void {
    const { core, code } = sought;
    for (let at = text.indexOf(core, 0); at >= 0; at = text.indexOf(core, at + 1)) {
      const start = leadStart(bytes, text.place(at), this.#isLead);
      const end = text.place(at + core.length - 1) + 1;
      if (start !== null && !isDigit(bytes[end])) found.push({ start, end, code, core });
    }
  }

  readonly #isLead = (digits: string): boolean => this.#leads.has(digits);
}

/** Digits right before the number are its trunk prefix, country code or outside line; anything else makes it another number. */
function leadStart(bytes: Uint8Array, place: number, isLead: (digits: string) => boolean): number | null {
  let start = place;
  while (start > 0 && place - start <= LONGEST_LEAD && isDigit(bytes[start - 1])) start--;
  return isLead(Buffer.from(bytes.subarray(start, place)).toString("latin1")) ? start : null;
}

/** The end of a number of which only the beginning is known. */
function restEnd(text: DigitText, last: number, known: number): number {
  let at = last;
  for (let count = known; at + 1 < text.length && isDigit(text.codeAt(at + 1)); count++) {
    const isNext = text.place(at + 1) === text.place(at) + 1;
    if (!isNext && count >= USUAL_DIGITS) break;
    at++;
  }
  return text.place(at) + 1;
}

function isDigit(code: number | undefined): boolean {
  return code !== undefined && code >= 48 && code <= 57;
}
