/**
 * Bytes that wait for the rest of their frame. Each is copied a few times at most, however small the pieces are that they come in, and
 * they take no more than a few times their own memory. What was given out is not written over.
 */
export class Held {
  /** What is held stands from `#from` to `#to` in it; behind that is room for more. */
  #memory: Buffer = NOTHING;
  #from = 0;
  #to = 0;

  get length(): number {
    return this.#to - this.#from;
  }

  get bytes(): Buffer {
    return this.#memory.subarray(this.#from, this.#to);
  }

  /** What is held and the chunk behind it: a view of the chunk where nothing was held. It is not held yet: `keep` does that. */
  join(chunk: Uint8Array): Buffer {
    const held = this.length;
    if (held === 0) return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (this.#to + chunk.length > this.#memory.length) this.#move(held + Math.max(held, chunk.length));
    this.#memory.set(chunk, this.#to);
    return this.#memory.subarray(this.#from, this.#to + chunk.length);
  }

  /** Of what was joined, the bytes from `first` on are held from now on. */
  keep(joined: Buffer, first: number): void {
    const left = joined.length - first;
    if (this.length === 0 || left === 0) {
      this.#memory = left === 0 ? NOTHING : Buffer.from(joined.subarray(first));
      this.#from = 0;
      this.#to = left;
      return;
    }
    this.#from += first;
    this.#to = this.#from + left;
    // Only once as many are gone as have to be copied: what is given away pays for what stays.
    if (this.#from >= left) this.#move(left);
  }

  clear(): void {
    this.keep(NOTHING, 0);
  }

  #move(room: number): void {
    const memory = Buffer.allocUnsafe(room);
    memory.set(this.bytes);
    this.#to -= this.#from;
    this.#from = 0;
    this.#memory = memory;
  }
}

const NOTHING = Buffer.alloc(0);
