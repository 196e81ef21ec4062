import type { KeyObject } from "node:crypto";
import type { Framing } from "../../drivers/driver.ts";
import { createFramer, type Frame, type Framer, isDocument, isWhole } from "../../drivers/framing.ts";
import { type PlacedFrame, SEGMENT_BYTES, SEGMENT_FRAMES, timeOrderedId } from "../../inbox/index.ts";
import { FrameQueue } from "../stream/frame-queue.ts";
import { HEAD_BYTES } from "../files/fingerprint.ts";
import type { DeliveredPart, Sink, Stage } from "../source.ts";
import { UploadRefused } from "./upload-refused.ts";
import { createRecogniser, type KnownFile, type KnownFiles, type Recogniser } from "./known-files.ts";

export interface UploadContext {
  readonly sink: Sink;
  readonly framing: Framing;
  readonly key: KeyObject;
  readonly known: KnownFiles;
  readonly maximumBytes: number;
}

/** What became of a file. "known": all of it had been stored before. "empty": there is no record in it. */
export type Taken = "stored" | "known" | "empty";

/**
 * One file as it comes. What is more than a segment's worth waits on disk, sealed and read by nobody, until the peer closes the
 * file: only then is it known to be whole. Places are places in the file.
 */
export class Upload {
  readonly #context: UploadContext;
  readonly #recogniser: Recogniser;
  #framer: Framer;
  /** How much was looked at; the last byte that came waits. */
  #length = 0;
  #last: Buffer = NONE;
  #deliveryId = timeOrderedId();
  #base = 0;
  /** The delivery that is gone on with, and how far it was. */
  #continued: { readonly file: KnownFile } | null = null;
  #first: Frame | null = null;
  /** Where the last frame that came out of the framer ended, and how far the parts on disk reach. */
  #framedTo = 0;
  #partedTo = 0;
  readonly #pending = new FrameQueue();
  #stage: Stage | null = null;

  constructor(context: UploadContext) {
    this.#context = context;
    this.#recogniser = createRecogniser(context.key, context.known);
    this.#framer = createFramer(context.framing);
  }

  get length(): number {
    return this.#length + this.#last.length;
  }

  /** Resolves once there is room for more. */
  async write(written: Uint8Array): Promise<void> {
    if (this.length + written.byteLength > this.#context.maximumBytes)
      throw new UploadRefused("The file is larger than this source takes.", "too-large");
    // Frames are views, and the peer's buffer may be used again.
    const bytes = Buffer.concat([this.#last, written]);
    const most = Math.max(0, bytes.length - 1);
    this.#last = bytes.subarray(most);
    await this.#take(bytes.subarray(0, most));
  }

  /**
   * Its peer is gone. One byte less stays than came: a peer that finds a file as long as its own takes it for done, and would
   * never come to close it.
   */
  cut(): void {
    this.#last = NONE;
  }

  async #take(bytes: Buffer): Promise<void> {
    for (let [at, stops] = [0, 1]; at < bytes.length; stops++) {
      const until = Math.min(bytes.length, at + this.#recogniser.next() - this.#length);
      const piece = bytes.subarray(at, until);
      this.#recogniser.push(piece);
      this.#length += piece.length;
      for (const frame of this.#framer.push(piece)) this.#add(frame);
      at = until;
      const file = isDocument(this.#context.framing) ? null : this.#recogniser.look();
      if (file !== null) await this.#goOnAfter(file);
      if (stops % STOPS_AT_ONCE === 0) await new Promise(setImmediate);
    }
    await this.#setDown();
  }

  /** The peer says that this was all. Resolves once all of it is in the inbox. */
  async finish(): Promise<Taken> {
    const { framing, known, sink } = this.#context;
    const last = this.#last;
    this.#last = NONE;
    await this.#take(last);
    if (this.#recogniser.look() !== null) {
      await this.drop();
      return "known";
    }
    const rest = this.#framer.finish();
    for (const frame of rest) this.#add(frame);
    if (this.#pending.last() === undefined) {
      await this.drop();
      return "empty";
    }
    await this.#setDown();
    const file = this.#continued?.file ?? null;
    if (file !== null && known.positionOf(file.deliveryId) !== file.position)
      throw new UploadRefused("The same file was just stored by another upload. Send it again.", null);
    const end = rest.length > 0 && !isEnded(framing, rest.at(-1));
    const identity = this.#recogniser.identity(this.#base);
    const part = this.#part(this.#pending.all(), { ...identity }, end);
    if (this.#stage === null) await sink.deliver(part);
    else {
      await this.#stage.put(part);
      await this.#stage.publish();
      this.#stage = null;
    }
    known.add({ deliveryId: this.#deliveryId, base: this.#base, position: part.to, identity, done: end });
    return "stored";
  }

  /** Nothing of it is stored. */
  async drop(): Promise<void> {
    const stage = this.#stage;
    this.#stage = null;
    this.#pending.clear();
    await stage?.drop();
  }

  #add(frame: Frame): void {
    this.#framedTo = frame.end;
    if (frame.start === 0 && frame.end <= HEAD_BYTES) this.#first = { ...frame, bytes: Buffer.from(frame.bytes) };
    this.#pending.add({ bytes: frame.bytes, start: frame.start, end: frame.end });
  }

  /**
   * So far it is a file that is stored: only what follows is new. Under the same delivery, so that its driver remembers what it has
   * read; after a last line without an end under another, with the first line once more, which may be the header.
   */
  async #goOnAfter(file: KnownFile): Promise<void> {
    await this.drop();
    if (!file.done) {
      this.#deliveryId = file.deliveryId;
      this.#base = file.base;
      this.#continued = { file };
      this.#framer = createFramer(this.#context.framing, { position: this.#length });
      this.#framedTo = this.#length;
      this.#partedTo = file.base + file.position;
      return;
    }
    const start = this.#framedTo;
    const first = this.#first !== null && this.#first.end <= start ? this.#first : null;
    this.#deliveryId = timeOrderedId();
    this.#continued = null;
    this.#base = start - (first?.end ?? 0);
    this.#partedTo = this.#base;
    // Its framer goes on: it holds the line that was taken without its end, which becomes another record.
    if (first !== null) this.#pending.add({ bytes: first.bytes, start: this.#base, end: start });
  }

  /** Puts what fills a segment on disk; something always stays, since the last part tells that it is the last. */
  async #setDown(): Promise<void> {
    while (this.#pending.bytes > SEGMENT_BYTES || this.#pending.length > SEGMENT_FRAMES) {
      const frames = this.#pending.segment();
      if (frames.length === this.#pending.length) return;
      this.#stage ??= this.#context.sink.stage?.(this.#deliveryId) ?? null;
      if (this.#stage === null)
        throw new UploadRefused("The file is larger than this collector takes at once.", "too-large");
      const part = this.#part(frames, PIECE, false);
      await this.#stage.put(part);
      this.#partedTo = this.#base + part.to;
      this.#pending.drop(frames);
    }
  }

  #part(frames: readonly PlacedFrame[], identity: Readonly<Record<string, unknown>>, end: boolean): DeliveredPart {
    const base = this.#base;
    const placed = frames.map((frame) => ({ bytes: frame.bytes, start: frame.start - base, end: frame.end - base }));
    const to = placed.at(-1)?.end ?? 0;
    return { deliveryId: this.#deliveryId, from: this.#partedTo - base, to, frames: placed, identity, end };
  }
}

const NONE = Buffer.alloc(0);
/** Sources of all companies wait while a file is looked at. */
const STOPS_AT_ONCE = 32;

/** Recognised as nothing: only with its last part is a file known. */
const PIECE = { v: 1, upload: false };

/** Whether a frame that a framer gave at its end has an end of its own. A line's frame is longer than its text by its line feed. */
function isEnded(framing: Framing, frame: Frame | undefined): boolean {
  if (frame === undefined) return true;
  return isWhole(framing, frame.bytes) || frame.end - frame.start > frame.bytes.byteLength;
}
