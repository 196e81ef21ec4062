import { type PlacedFrame, SEGMENT_BYTES, SEGMENT_FRAMES } from "../../inbox/index.ts";

/** Frames that wait for their segment, in order. Taking one segment costs what is in it, however much waits behind. */
export class FrameQueue<F extends PlacedFrame = PlacedFrame> {
  #frames: F[] = [];
  /** Where the first one stands: those before are gone. */
  #first = 0;
  #bytes = 0;

  get length(): number {
    return this.#frames.length - this.#first;
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(frame: F): void {
    this.#frames.push(frame);
    this.#bytes += frame.bytes.byteLength;
  }

  /** What fills a segment; it stays until it is `drop`ped. */
  segment(): F[] {
    let next = this.#first;
    for (let bytes = 0; next < this.#frames.length && next - this.#first < SEGMENT_FRAMES; next++) {
      if (bytes >= SEGMENT_BYTES) break;
      bytes += this.#frames[next]?.bytes.byteLength ?? 0;
    }
    return this.#frames.slice(this.#first, next);
  }

  all(): F[] {
    return this.#frames.slice(this.#first);
  }

  last(): F | undefined {
    return this.length === 0 ? undefined : this.#frames.at(-1);
  }

  drop(taken: readonly F[]): void {
    for (const { bytes } of taken) this.#bytes -= bytes.byteLength;
    this.#first += taken.length;
    // Moved together once half of it is gone: each frame is moved as often as it came, at most.
    if (this.#first * 2 < this.#frames.length) return;
    this.#frames = this.#frames.slice(this.#first);
    this.#first = 0;
  }

  clear(): void {
    this.drop(this.all());
  }
}
