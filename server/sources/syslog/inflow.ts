import type { Framing } from "../../drivers/driver.ts";
import { createFramer, FRAME_LIMIT, type Framer } from "../../drivers/framing.ts";
import { type FrameMark, type PlacedFrame, SEGMENT_BYTES, SEGMENT_FRAMES, timeOrderedId } from "../../inbox/index.ts";
import type { Sink } from "../source.ts";

/** Messages of many senders on their way to the inbox: a delivery each, written together now and then, since nobody awaits an answer. */
export interface Inflow {
  /**
   * Takes one message at once, or answers false where no more can be kept. The bytes belong to it from then on. `cut`: the sender
   * broke off in it, so that it can become an undefined line and never a call.
   */
  put(sender: string, message: Uint8Array, cut?: "cut"): boolean;
  /** Writes what waits. What the inbox refuses is kept and tried again. */
  flush(): Promise<void>;
  /** Nothing more comes from this sender, nor from `sender ...`; its deliveries end. */
  leave(sender: string): void;
  /** Bytes that wait, with what it costs to keep them. */
  waiting(): number;
  /** Messages that wait. */
  messages(): number;
}

/** Above it nothing more is taken: some ten thousand messages, and seconds of a disk that stands still. */
export const MOST_WAITING_BYTES = 16_777_216;
/** What a waiting message costs beside its bytes. */
const OVERHEAD_BYTES = 160;
const MOST_SENDERS = 256;
/** A record that goes on in another message is over when nothing follows for so long. */
const QUIET_MS = 2_000;

interface Sender {
  readonly deliveryId: string;
  /** Only for records of several messages: holds back what may go on. */
  framer: Framer | null;
  queue: PlacedFrame[];
  queuedBytes: number;
  /** Bytes seen, and bytes that are on disk. */
  seen: number;
  at: number;
  lastAt: number;
}

/** `onFull` is called once a whole segment waits: whoever owns the inflow flushes then. */
export function createInflow(sink: Sink, framing: Framing, onFull: () => void, now = () => performance.now()): Inflow {
  return new Messages(sink, framing, onFull, now);
}

class Messages implements Inflow {
  readonly #sink: Sink;
  readonly #framing: Framing;
  readonly #onFull: () => void;
  readonly #now: () => number;
  readonly #senders = new Map<string, Sender>();
  /** Senders that have left and of whom something waits. */
  readonly #gone = new Set<Sender>();
  #bytes = 0;
  #frames = 0;
  #flushing: Promise<void> | null = null;

  constructor(sink: Sink, framing: Framing, onFull: () => void, now: () => number) {
    this.#sink = sink;
    this.#framing = framing;
    this.#onFull = onFull;
    this.#now = now;
  }

  put(name: string, message: Uint8Array, cut?: "cut"): boolean {
    if (this.#bytes + message.byteLength + OVERHEAD_BYTES > MOST_WAITING_BYTES) return false;
    const sender = this.#senderOf(name);
    sender.lastAt = this.#now();
    const isPlain = this.#framing.kind === "line" && message.indexOf(LF) < 0 && message.byteLength < FRAME_LIMIT;
    if (isPlain || cut !== undefined) {
      this.#finish(sender);
      const start = sender.seen;
      sender.seen += message.byteLength;
      this.#add(sender, message, start, sender.seen, cut === undefined ? null : CUT);
      return true;
    }
    // As if a syslog daemon had written it to a file: with a line feed, and cut by the rules of the driver.
    const text = Buffer.concat([message, LINE_END]);
    sender.framer ??= createFramer(this.#framing, { position: sender.seen });
    sender.seen += text.byteLength;
    for (const { bytes, start, end } of sender.framer.push(text)) this.#add(sender, Buffer.from(bytes), start, end);
    // But for records that go on in another message a message has all there is: an open quote swallows no other one.
    if (this.#framing.kind !== "lines") this.#finish(sender);
    return true;
  }

  async flush(): Promise<void> {
    this.#flushing ??= this.#flushAll().finally(() => {
      this.#flushing = null;
    });
    await this.#flushing;
  }

  leave(name: string): void {
    for (const one of [...this.#senders.keys()]) if (one === name || one.startsWith(`${name} `)) this.#leave(one);
  }

  waiting(): number {
    return this.#bytes;
  }

  messages(): number {
    return this.#frames;
  }

  #add(sender: Sender, frame: Uint8Array, start: number, end: number, mark: FrameMark | null = null): void {
    sender.queue.push(mark === null ? { bytes: frame, start, end } : { bytes: frame, start, end, mark });
    sender.queuedBytes += frame.byteLength;
    this.#bytes += frame.byteLength + OVERHEAD_BYTES;
    this.#frames++;
    if (sender.queuedBytes >= SEGMENT_BYTES || sender.queue.length >= SEGMENT_FRAMES) this.#onFull();
  }

  #senderOf(name: string): Sender {
    const known = this.#senders.get(name);
    if (known !== undefined) return known;
    if (this.#senders.size >= MOST_SENDERS) this.#leave(longestQuiet(this.#senders));
    const made = newSender(this.#now());
    this.#senders.set(name, made);
    return made;
  }

  #leave(name: string): void {
    const sender = this.#senders.get(name);
    if (sender === undefined) return;
    this.#senders.delete(name);
    this.#finish(sender);
    if (sender.queue.length > 0) this.#gone.add(sender);
  }

  #finish(sender: Sender): void {
    for (const { bytes, start, end } of sender.framer?.finish() ?? [])
      this.#add(sender, Buffer.from(bytes), start, end);
    sender.framer = null;
  }

  async #flushAll(): Promise<void> {
    const quietSince = this.#now() - QUIET_MS;
    for (const sender of this.#senders.values()) if (sender.lastAt < quietSince) this.#finish(sender);
    for (const sender of [...this.#senders.values(), ...this.#gone]) {
      while (sender.queue.length > 0) await this.#write(sender);
      this.#gone.delete(sender);
    }
  }

  async #write(sender: Sender): Promise<void> {
    const part = takeSegment(sender.queue);
    const to = part.at(-1)?.end ?? sender.at;
    const end = this.#gone.has(sender) && part.length === sender.queue.length;
    const { deliveryId, at: from } = sender;
    const place = { deliveryId, from, to };
    await this.#sink.deliver({ ...place, frames: part, identity: STREAM, end, stream: true, lasting: true });
    sender.at = to;
    sender.queue = sender.queue.slice(part.length);
    this.#frames -= part.length;
    for (const { bytes } of part) {
      sender.queuedBytes -= bytes.byteLength;
      this.#bytes -= bytes.byteLength + OVERHEAD_BYTES;
    }
  }
}

const LF = 0x0a;
const LINE_END = Buffer.from("\n");
const STREAM = { stream: 1 };
const CUT: FrameMark = { leftOut: null, category: null, struck: false, cut: true };

function newSender(now: number): Sender {
  const nothing = { framer: null, queue: [], queuedBytes: 0, seen: 0, at: 0 };
  return { deliveryId: timeOrderedId(), ...nothing, lastAt: now };
}

function longestQuiet(senders: ReadonlyMap<string, Sender>): string {
  let found = "";
  let quietest = Number.POSITIVE_INFINITY;
  for (const [name, { lastAt }] of senders)
    if (lastAt < quietest) {
      quietest = lastAt;
      found = name;
    }
  return found;
}

function takeSegment(queue: readonly PlacedFrame[]): PlacedFrame[] {
  let next = 0;
  let bytes = 0;
  while (next < queue.length && next < SEGMENT_FRAMES && (bytes < SEGMENT_BYTES || next === 0))
    bytes += queue[next++]?.bytes.byteLength ?? 0;
  return queue.slice(0, next);
}
