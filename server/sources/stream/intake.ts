import type { Framing } from "../../drivers/driver.ts";
import { createFramer, FRAME_LIMIT, type Frame, type Framer, isWhole } from "../../drivers/framing.ts";
import { Held } from "../../drivers/framing/held.ts";
import { type FrameMark, type PlacedFrame, SEGMENT_BYTES, timeOrderedId } from "../../inbox/index.ts";
import type { Sink } from "../source.ts";
import { FrameQueue } from "./frame-queue.ts";

/** One connection, or one sender's packets: a delivery that nobody can ask for again. */
export interface Stream {
  /** Cuts bytes into frames. Resolves once every frame that is whole is on disk: only then may it be acknowledged. */
  push(bytes: Uint8Array): Promise<void>;
  /** One packet or one row is one frame. Resolves once it is on disk. */
  put(frame: Uint8Array): Promise<void>;
  /** Tries again what did not get to disk; only a lasting stream has any. */
  flush(): Promise<void>;
  /** Takes a record that is whole and only waited to see whether more of it follows: the sender has been silent for a while. */
  quiet(): Promise<void>;
  /** Bytes taken and not on disk yet; above `FULL_BYTES` the sender is to be slowed. */
  waiting(): number;
  /** `end` without waiting for the disk. */
  close(how: "whole" | "cut"): number;
  /**
   * Nothing follows. What has no end yet is taken as it stands, or kept as a record broken off where the sender broke off in it:
   * an undefined line, never a call. Answers how many records were broken off.
   */
  end(how: "whole" | "cut"): Promise<number>;
}

export interface StreamOptions {
  /** For senders that await no answer: what the inbox refuses is kept and tried again. */
  readonly lasting?: boolean;
  /** Milliseconds of any clock, to tell long silence. */
  readonly now?: () => number;
}

/** What may wait for the disk before a sender is slowed. */
export const FULL_BYTES = 4 * SEGMENT_BYTES;
/** Checkpoints of streams are removed a week after their last record: what comes after a long silence is another delivery. */
const LONGEST_SILENCE_MS = 2 * 86_400_000;

/**
 * What is pushed while one segment is being written goes into the next one together: a busy sender costs few fsyncs. When the inbox
 * refuses, whoever waits is told so; then the stream is over, since a sender that was not answered sends again - unless it is
 * `lasting`, of a sender that awaits no answer: its frames are kept and tried again.
 */
export function openStream(sink: Sink, framing: Framing, options: StreamOptions = {}): Stream {
  return new InboxStream(sink, framing, options);
}

/** Places are places in the stream unless they are the delivery's, which may begin in its middle. */
class InboxStream implements Stream {
  readonly #sink: Sink;
  readonly #framing: Framing;
  readonly #lasting: boolean;
  readonly #now: () => number;
  #framer: Framer;
  #deliveryId = timeOrderedId();
  /** Where the delivery began. */
  #base = 0;
  readonly #queue = new FrameQueue<PlacedFrame>();
  /** How far bytes were seen, frames are whole, and the inbox has them. */
  #seen = 0;
  #whole = 0;
  /** Bytes that came in frames of their own, past the framer. */
  #besides = 0;
  #at = 0;
  #writtenAt: number;
  #failed: unknown = null;
  #writing: Promise<void> | null = null;
  /** What the framer holds back, while it could be given back to it. */
  readonly #held = new Held();
  /** To where bytes were seen when it was last asked whether a record in it is over. */
  #quietAt = 0;

  constructor(sink: Sink, framing: Framing, { lasting = false, now = () => performance.now() }: StreamOptions) {
    this.#sink = sink;
    this.#framing = framing;
    this.#lasting = lasting;
    this.#now = now;
    this.#writtenAt = now();
    this.#framer = createFramer(framing);
  }

  async push(pushed: Uint8Array): Promise<void> {
    const bytes = Buffer.from(pushed);
    const frames = this.#framer.push(bytes);
    for (const frame of frames) this.#add(this.#placed(frame));
    this.#seen += bytes.byteLength;
    const unfinished = this.#seen - this.#whole;
    // The last frame may end in an earlier piece than this one.
    if (frames.length > 0 || unfinished <= FRAME_LIMIT) {
      const all = this.#held.join(bytes);
      this.#held.keep(all, frames.length > 0 ? Math.max(0, all.byteLength - unfinished) : 0);
    }
    await this.flush();
  }

  async put(frame: Uint8Array): Promise<void> {
    const start = this.#seen;
    this.#seen += frame.byteLength;
    this.#besides += frame.byteLength;
    this.#add({ bytes: Buffer.from(frame), start, end: this.#seen });
    await this.flush();
  }

  /** Waits for no more than what was there when it was asked: a sender is answered however much others send. */
  async flush(): Promise<void> {
    const until = this.#whole;
    while (this.#at < until) {
      if (this.#failed !== null) throw this.#failed;
      this.#writing ??= this.#writeOne().finally(() => {
        this.#writing = null;
      });
      await this.#writing.catch((error: unknown) => {
        if (!this.#lasting) this.#failed = error;
        throw error;
      });
    }
  }

  async quiet(): Promise<void> {
    const rest = this.#held.bytes;
    const isHeld = rest.byteLength > 0 && rest.byteLength === this.#seen - this.#whole;
    // What has not grown since is no more whole than it was.
    if (isHeld && this.#quietAt !== this.#seen) {
      const frames = this.#framer.finish();
      const isOver = frames.length > 0 && frames.every((frame) => isEnded(this.#framing, frame));
      if (isOver) for (const frame of frames) this.#add(this.#placed(frame));
      this.#framer = createFramer(this.#framing, { position: this.#whole - this.#besides });
      if (isOver) this.#held.clear();
      else this.#framer.push(rest);
      this.#quietAt = this.#seen;
    }
    await this.flush();
  }

  waiting(): number {
    // A line longer than any record passes by unseen: no more of it is in memory.
    return this.#queue.bytes + Math.min(this.#seen - this.#whole, FRAME_LIMIT);
  }

  async end(how: "whole" | "cut"): Promise<number> {
    const cut = this.close(how);
    await this.flush();
    return cut;
  }

  close(how: "whole" | "cut"): number {
    let cut = 0;
    for (const frame of this.#framer.finish()) {
      const isCut = how === "cut" && !isEnded(this.#framing, frame);
      if (isCut) cut++;
      this.#add(this.#placed(frame), isCut ? CUT : null);
    }
    this.#held.clear();
    return cut;
  }

  /** What came in frames of its own stands in the stream before what the framer cuts. */
  #placed({ bytes, start, end }: Frame): Omit<Frame, "line"> {
    return { bytes, start: start + this.#besides, end: end + this.#besides };
  }

  #add(frame: Omit<Frame, "line">, mark: FrameMark | null = null): void {
    // Of a copy already: the socket may use its chunk again, and the frame waits.
    this.#queue.add({ bytes: frame.bytes, start: frame.start, end: frame.end, mark });
    this.#whole = frame.end;
  }

  async #writeOne(): Promise<void> {
    const taken = this.#queue.segment();
    const to = taken.at(-1)?.end ?? this.#at;
    if (this.#at > this.#base && this.#now() - this.#writtenAt > LONGEST_SILENCE_MS) {
      this.#deliveryId = timeOrderedId();
      this.#base = this.#at;
    }
    const base = this.#base;
    const frames = taken.map((frame) => ({ ...frame, start: frame.start - base, end: frame.end - base }));
    const place = { deliveryId: this.#deliveryId, from: this.#at - base, to: to - base };
    const lasting = this.#lasting;
    await this.#sink.deliver({ ...place, frames, identity: STREAM, end: false, stream: true, lasting });
    this.#at = to;
    this.#writtenAt = this.#now();
    this.#queue.drop(taken);
  }
}

const STREAM = { stream: 1 };
const CUT: FrameMark = { leftOut: null, category: null, struck: false, cut: true };

/** Whether a frame that a framer gave at its end has an end of its own. A line's frame is longer than its text by its line feed. */
function isEnded(framing: Framing, frame: Frame): boolean {
  return isWhole(framing, frame.bytes) || frame.end - frame.start > frame.bytes.byteLength;
}
