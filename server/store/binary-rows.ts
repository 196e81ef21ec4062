import { type Day, daysSince2000 } from "./day.ts";

/**
 * Rows in Postgres' binary COPY format (documentation of COPY, "Binary Format"), in one growing buffer. Values are written
 * in the order of the columns; `row(n)` starts a row of n columns.
 */
export class BinaryRows {
  #bytes: Buffer;
  #view: DataView;
  #end: number;
  #rows = 0;

  constructor(capacity = 64 * 1024) {
    this.#bytes = Buffer.allocUnsafe(Math.max(capacity, 1024));
    this.#view = viewOf(this.#bytes);
    this.#end = SIGNATURE.copy(this.#bytes);
  }

  get rows(): number {
    return this.#rows;
  }

  row(columns: number): void {
    this.#rows++;
    this.#room(2);
    this.#view.setInt16(this.#end, columns);
    this.#end += 2;
  }

  int2(value: number | null): void {
    if (!this.#field(value, 2)) return;
    this.#view.setInt16(this.#end, value ?? 0);
    this.#end += 2;
  }

  int4(value: number | null): void {
    if (!this.#field(value, 4)) return;
    this.#view.setInt32(this.#end, value ?? 0);
    this.#end += 4;
  }

  int8(value: number | null): void {
    if (!this.#field(value, 8) || value === null) return;
    if (!Number.isInteger(value)) throw new RangeError("not a whole number");
    const high = Math.floor(value / 2 ** 32);
    this.#view.setInt32(this.#end, high);
    this.#view.setUint32(this.#end + 4, value - high * 2 ** 32);
    this.#end += 8;
  }

  /** Sixteen bytes. */
  uuid(value: Uint8Array | null): void {
    if (value !== null && value.length !== 16) throw new RangeError("a uuid has sixteen bytes");
    this.bytea(value);
  }

  bytea(value: Uint8Array | null): void {
    if (!this.#field(value, value?.length ?? 0) || value === null) return;
    this.#bytes.set(value, this.#end);
    this.#end += value.length;
  }

  text(value: string | null): void {
    this.bytea(value === null ? null : Buffer.from(value, "utf8"));
  }

  date(value: Day): void {
    this.int4(dayNumber(value));
  }

  /** Milliseconds are kept exactly. */
  instant(value: Date | null): void {
    this.int8(value === null ? null : (value.getTime() - EPOCH_2000_MS) * 1000);
  }

  /** The whole stream, end marker included; the rows cannot be added to afterwards. */
  finish(): Buffer {
    this.#room(2);
    this.#view.setInt16(this.#end, -1);
    return this.#bytes.subarray(0, this.#end + 2);
  }

  /** Writes the length; false when the value is null and nothing follows. */
  #field(value: unknown, length: number): boolean {
    this.#room(4 + length);
    this.#view.setInt32(this.#end, value === null ? -1 : length);
    this.#end += 4;
    return value !== null;
  }

  #room(bytes: number): void {
    if (this.#end + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#end + bytes));
    this.#bytes.copy(larger, 0, 0, this.#end);
    this.#bytes = larger;
    this.#view = viewOf(larger);
  }
}

const EPOCH_2000_MS = Date.UTC(2000, 0, 1);
const SIGNATURE = Buffer.concat([Buffer.from("PGCOPY\n\xff\r\n\0", "latin1"), Buffer.alloc(8)]);

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

const numbers = new Map<Day, number>();

/** A batch names few days thousands of times. */
function dayNumber(day: Day): number {
  const known = numbers.get(day);
  if (known !== undefined) return known;
  if (numbers.size > 10_000) numbers.clear();
  const number = daysSince2000(day);
  numbers.set(day, number);
  return number;
}
