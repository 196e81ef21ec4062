import { FRAME_LIMIT } from "../../drivers/framing.ts";
import { Held } from "../../drivers/framing/held.ts";

/** Cuts a TCP or TLS connection into messages, in both ways of RFC 6587: each message may choose. */
export interface StreamFramer {
  /** Throws FramingBroken when a count can only be a mistake: nothing behind it can be read. */
  push(chunk: Uint8Array): void;
  /** Nothing follows. A last message without its line feed is whole where the other side has closed in order; else answers its beginning. */
  end(how: "whole" | "cut"): Buffer | null;
  /** Bytes held back. */
  held(): number;
}

export class FramingBroken extends Error {
  override readonly name = "FramingBroken";
}

/** What no device sends as one message; the count that says so was none. */
const LARGEST_COUNT = 1_048_576;
const LF = 0x0a;
const CR = 0x0d;
const NUL = 0x00;
/** RFC 6587, 3.4.1: a number, a blank, and a message, which begins with its priority. */
const COUNT = /^([1-9]\d{0,9}) </;

/**
 * `onMessage` gets a copy; of one longer than FRAME_LIMIT its beginning, which the driver then refuses as too long, and the rest
 * is passed over. `onLong` is told.
 */
export function createStreamFramer(onMessage: (message: Buffer) => void, onLong: () => void): StreamFramer {
  return new Cutter(onMessage, onLong);
}

class Cutter implements StreamFramer {
  readonly #onMessage: (message: Buffer) => void;
  readonly #onLong: () => void;
  readonly #held = new Held();
  /** What is left of what is held and has come, and how many bytes of it are known to be without a line feed. */
  #rest: Buffer = NOTHING;
  #read = 0;
  /** Of a message too long: so many bytes are passed over, or all up to the next line feed. */
  #skip: number | "line" = 0;

  constructor(onMessage: (message: Buffer) => void, onLong: () => void) {
    this.#onMessage = onMessage;
    this.#onLong = onLong;
  }

  push(chunk: Uint8Array): void {
    const all = this.#held.join(chunk);
    this.#rest = all;
    try {
      while (this.#rest.length > 0 && this.#step());
    } finally {
      this.#held.keep(all, all.length - this.#rest.length);
      this.#rest = this.#held.bytes;
    }
  }

  end(how: "whole" | "cut"): Buffer | null {
    const left = this.#skip === 0 ? this.#rest : NOTHING;
    this.#held.clear();
    this.#rest = NOTHING;
    if (left.length === 0) return null;
    if (how === "cut" || COUNT.test(headOf(left))) return Buffer.from(left);
    this.#take(left);
    return null;
  }

  held(): number {
    return this.#rest.length;
  }

  /** Whether anything was taken off the rest. */
  #step(): boolean {
    if (this.#skip !== 0) return this.#pass(this.#skip);
    // Between messages some senders put a line feed or a NUL more.
    if (this.#rest[0] === LF || this.#rest[0] === NUL) return this.#drop(1);
    const head = headOf(this.#rest);
    const count = COUNT.exec(head)?.[1];
    // What may yet become a count waits for its next bytes.
    if (count === undefined) return /^[1-9]\d{0,9} ?$/.test(head) ? false : this.#line();
    const size = Number(count);
    if (size > LARGEST_COUNT) throw new FramingBroken("count");
    return this.#counted(count.length + 1, size);
  }

  #counted(from: number, size: number): boolean {
    const rest = this.#rest;
    if (size > FRAME_LIMIT && rest.length >= from + FRAME_LIMIT) {
      this.#tooLong(rest.subarray(from));
      this.#skip = size - FRAME_LIMIT;
      return this.#drop(from + FRAME_LIMIT);
    }
    if (rest.length < from + size) return false;
    this.#take(rest.subarray(from, from + size));
    return this.#drop(from + size);
  }

  #line(): boolean {
    const feed = this.#rest.indexOf(LF, this.#read);
    this.#read = this.#rest.length;
    if (feed < 0 && this.#rest.length < FRAME_LIMIT) return false;
    if (feed < 0 || feed > FRAME_LIMIT) {
      this.#tooLong(this.#rest);
      this.#skip = "line";
      return this.#drop(FRAME_LIMIT);
    }
    this.#take(this.#rest.subarray(0, feed));
    return this.#drop(feed + 1);
  }

  #pass(what: number | "line"): boolean {
    if (what === "line") {
      const feed = this.#rest.indexOf(LF);
      if (feed >= 0) this.#skip = 0;
      return this.#drop(feed < 0 ? this.#rest.length : feed + 1);
    }
    const passed = Math.min(what, this.#rest.length);
    this.#skip = what - passed;
    return this.#drop(passed);
  }

  #drop(bytes: number): true {
    this.#rest = this.#rest.subarray(bytes);
    this.#read = 0;
    return true;
  }

  #take(message: Buffer): void {
    let end = message.length;
    while (end > 0 && isTrailer(message[end - 1])) end--;
    if (end > 0) this.#onMessage(Buffer.from(message.subarray(0, end)));
  }

  #tooLong(message: Buffer): void {
    this.#onLong();
    this.#onMessage(Buffer.from(message.subarray(0, FRAME_LIMIT)));
  }
}

const NOTHING = Buffer.alloc(0);

function headOf(bytes: Buffer): string {
  return bytes.subarray(0, 12).toString("latin1");
}

function isTrailer(byte: number | undefined): boolean {
  return byte === LF || byte === CR || byte === NUL;
}
