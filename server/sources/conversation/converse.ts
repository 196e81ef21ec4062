import type { Framing } from "../../drivers/driver.ts";
import { createFramer } from "../../drivers/framing.ts";
import { SourceTrouble } from "../problem.ts";
import type { Stream } from "../stream/intake.ts";
import { type Conversation, isAcknowledged, type Step } from "./conversation.ts";
import { bytesOf, type Values } from "./message.ts";
import { type Heard, type RecordReader, recordReader } from "./read-records.ts";
import { createTelnet, type Telnet } from "./telnet.ts";
import type { Wire } from "./wire.ts";

export interface ConverseOptions {
  readonly conversation: Conversation;
  readonly wire: Wire;
  readonly stream: Stream;
  readonly framing: Framing;
  readonly values: Values;
  /** What came and was no record, no packet known, or known already. */
  count(note: "refused" | "repeat"): void;
  /** Waits while the sources of the process have no room, or the collector wants nothing read. */
  room(): Promise<void>;
  /** Something came. */
  heard(): void;
  /** Told what the inbox refused; a stream that lasts brings it later. */
  refused(error: unknown): void;
  /** Silence after which a record that only waited for more is taken. */
  readonly quietMs: number;
  /** Silence after which the connection is given up. */
  readonly idleMs: number;
}

/** What an opening may say before records come. */
const LONGEST_OPENING = 4_096;
/** A system that ends the connection so soon after the password, without a record, has refused it. */
const REFUSED_MS = 5_000;

/** Speaks with a system until either side ends it. Every wait is bounded. */
export class Conversing {
  readonly #options: ConverseOptions;
  readonly #reader: RecordReader;
  readonly #telnet: Telnet | null;
  /** What came behind the opening. */
  #ahead: Buffer = Buffer.alloc(0);
  #askedAt: number | null = null;
  #askAt = 0;
  #aliveAt: number;
  #heardAt: number;
  #repeated: Buffer | null = null;
  #records = 0;

  constructor(options: ConverseOptions) {
    this.#options = options;
    this.#reader = recordReader(options.conversation.records);
    this.#telnet = options.conversation.telnet === true ? createTelnet() : null;
    this.#heardAt = performance.now();
    this.#aliveAt = this.#heardAt + (options.conversation.keepAlive?.everySeconds ?? 0) * 1000;
  }

  /** Throws SourceTrouble. */
  async open(): Promise<void> {
    for (const step of this.#options.conversation.opening) {
      if ("send" in step) await this.#options.wire.write(bytesOf(step.send, this.#options.values));
      else await this.#expect(step);
    }
  }

  /** What came of a record that has no end. */
  rest(): Buffer {
    return this.#reader.rest();
  }

  /** Until the connection ends. Throws SourceTrouble, or what the inbox threw. */
  async run(): Promise<void> {
    const { wire, conversation, stream, quietMs } = this.#options;
    const openedAt = performance.now();
    if (this.#ahead.length > 0) await this.#take(this.#ahead);
    for (;;) {
      await this.#options.room();
      await this.#speak();
      const chunk = await wire.next(Math.min(quietMs, this.#untilNext()));
      if (chunk === "over") break;
      if (chunk !== null) await this.#take(await this.#plain(chunk));
      else {
        this.#later(stream.quiet());
        this.#mindSilence();
      }
    }
    const isEarly = performance.now() - openedAt < REFUSED_MS && this.#records === 0;
    if (isEarly && conversation.opening.some((step) => "send" in step && usesPassword(step)))
      throw new SourceTrouble("wrong-credentials");
  }

  async #expect({ expect, seconds, refused = [], optional }: Extract<Step, { expect: string }>): Promise<void> {
    const until = performance.now() + seconds * 1000;
    const wanted = Buffer.from(expect, "latin1");
    let heard = 0;
    for (;;) {
      const at = this.#ahead.indexOf(wanted);
      if (at >= 0) {
        this.#ahead = this.#ahead.subarray(at + wanted.length);
        return;
      }
      if (refused.some((text) => this.#ahead.includes(text, 0, "latin1"))) throw new SourceTrouble("wrong-credentials");
      if (Math.max(heard, this.#ahead.length) > LONGEST_OPENING) throw new SourceTrouble("protocol-broken");
      const chunk = await this.#options.wire.next(Math.max(0, until - performance.now()));
      if (chunk === null && optional === true) return;
      if (chunk === null) throw new SourceTrouble(this.#ahead.length > 0 ? "protocol-broken" : "timed-out");
      if (chunk === "over") throw new SourceTrouble("unreachable");
      heard += chunk.length;
      this.#ahead = Buffer.concat([this.#ahead, await this.#plain(chunk)]);
    }
  }

  /** Nothing is read on while answers wait. A system that never reads them is left; what it had sent is taken. */
  async #plain(chunk: Buffer): Promise<Buffer> {
    if (this.#telnet === null) return chunk;
    const { wire } = this.#options;
    const { data, answer } = this.#telnet.take(chunk);
    if (answer.length > 0) await wire.write(answer).catch(() => wire.close());
    return data;
  }

  async #take(chunk: Buffer): Promise<void> {
    this.#heardAt = performance.now();
    this.#options.heard();
    for (const heard of this.#hear(chunk)) {
      if (heard.kind === "bytes") {
        this.#records++;
        this.#later(this.#options.stream.push(heard.bytes));
      } else if (heard.kind === "packet") await this.#takePacket(heard);
      else if (heard.kind === "refused") throw new SourceTrouble("wrong-credentials");
      else if (heard.kind === "unknown") this.#options.count("refused");
    }
  }

  #hear(chunk: Buffer): readonly Heard[] {
    try {
      return this.#reader.take(chunk);
    } catch (cause) {
      throw new SourceTrouble("protocol-broken", cause);
    }
  }

  /** Answers only once everything in the packet is on disk. */
  async #takePacket({ packet, body, case: found }: Extract<Heard, { kind: "packet" }>): Promise<void> {
    const { stream, wire, values, count, framing, conversation } = this.#options;
    this.#askedAt = null;
    const isRepeat = found.repeats === true && this.#repeated?.equals(packet) === true;
    if (isRepeat) count("repeat");
    else if (found.holds !== "nothing") {
      this.#records++;
      const stored = Promise.all(framesOf(framing, body, found.holds).map((frame) => stream.put(frame)));
      if (isAcknowledged(conversation)) await stored;
      else this.#later(stored);
      this.#repeated = found.repeats === true ? Buffer.from(packet) : null;
    }
    if (found.answer !== undefined) await wire.write(bytesOf(found.answer, values, packet));
    if (found.holds !== "nothing" && !isRepeat) this.#askAt = 0;
  }

  /** Asks for records, and says that we are there. */
  async #speak(): Promise<void> {
    const { conversation, wire, values } = this.#options;
    const { ask, keepAlive } = conversation;
    const now = performance.now();
    if (ask !== undefined && this.#askedAt === null && now >= this.#askAt) {
      await wire.write(bytesOf(ask.send, values));
      this.#askedAt = now;
      this.#askAt = now + ask.everySeconds * 1000;
    } else if (keepAlive !== undefined && now >= this.#aliveAt && this.#askedAt === null) {
      await wire.write(bytesOf(keepAlive.send, values));
      this.#aliveAt = now + keepAlive.everySeconds * 1000;
    }
  }

  #untilNext(): number {
    const { ask, keepAlive } = this.#options.conversation;
    const dues = [
      ask === undefined ? Number.POSITIVE_INFINITY : this.#askAt,
      keepAlive === undefined ? Number.POSITIVE_INFINITY : this.#aliveAt,
    ];
    return Math.max(50, Math.min(...dues) - performance.now());
  }

  #mindSilence(): void {
    const { ask, longestSilenceSeconds } = this.#options.conversation;
    const now = performance.now();
    if (ask !== undefined && this.#askedAt !== null && now - this.#askedAt > ask.answerSeconds * 1000)
      throw new SourceTrouble("timed-out");
    const longest = Math.min(this.#options.idleMs, (longestSilenceSeconds ?? Number.POSITIVE_INFINITY) * 1000);
    if (now - this.#heardAt > longest) throw new SourceTrouble("timed-out");
  }

  /** A sender that awaits no answer is not kept waiting for the disk, only slowed. */
  #later(stored: Promise<unknown>): void {
    stored.catch((error: unknown) => this.#options.refused(error));
  }
}

function usesPassword(step: Extract<Step, { send: unknown }>): boolean {
  return JSON.stringify(step.send).includes('"password"');
}

/** What the driver reads out of a packet; the last of it has its end there, whether it looks so or not. */
function framesOf(framing: Framing, body: Buffer, holds: "frames" | "record"): Buffer[] {
  if (holds === "record") return [body];
  const framer = createFramer(framing);
  return [...framer.push(body), ...framer.finish()].map(({ bytes }) => bytes);
}
