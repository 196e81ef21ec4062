/** Text that grows by pieces and is written again and again into the same bytes: what is written leaves no garbage behind. */
export class ByteText {
  #bytes: Buffer;
  #length = 0;

  constructor(capacity = 1024) {
    this.#bytes = Buffer.allocUnsafeSlow(capacity);
  }

  get length(): number {
    return this.#length;
  }

  /** Characters below 128 alone: the product's own words, digits, separators. */
  ascii(text: string): void {
    const count = text.length;
    this.#reserve(count);
    const bytes = this.#bytes;
    const at = this.#length;
    for (let i = 0; i < count; i++) bytes[at + i] = text.charCodeAt(i);
    this.#length = at + count;
  }

  /** Any text, as UTF-8. */
  text(text: string): void {
    this.#reserve(text.length * 3);
    this.#length += this.#bytes.write(text, this.#length);
  }

  bytes(from: Uint8Array, start = 0, count = from.length): void {
    this.#reserve(count);
    const bytes = this.#bytes;
    const at = this.#length;
    // A loop over a few bytes is cheaper than the call that copies many.
    if (count > LONG) bytes.set(from.subarray(start, start + count), at);
    else for (let i = 0; i < count; i++) bytes[at + i] = from[start + i] ?? 0;
    this.#length = at + count;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  /** A number from 0 to 99 as two digits. */
  two(value: number): void {
    this.#reserve(2);
    const tens = Math.floor(value / 10);
    this.#bytes[this.#length++] = ZERO + tens;
    this.#bytes[this.#length++] = ZERO + value - tens * 10;
  }

  /** A whole number. */
  number(value: number): void {
    if (value < 0 || value > 99_999) {
      this.ascii(String(value));
      return;
    }
    let unit = value < 10 ? 1 : value < 100 ? 10 : value < 1000 ? 100 : value < 10_000 ? 1000 : 10_000;
    this.#reserve(5);
    for (let rest = value; unit >= 1; unit /= 10) {
      const digit = Math.floor(rest / unit);
      this.#bytes[this.#length++] = ZERO + digit;
      rest -= digit * unit;
    }
  }

  /** What stands there until the next `clear` and the next piece; copy what must live longer. */
  view(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }

  toString(): string {
    return this.#bytes.toString("utf8", 0, this.#length);
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

const LONG = 48;
const ZERO = 48;
