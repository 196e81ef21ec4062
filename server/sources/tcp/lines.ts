import type { Duplex } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import type { Framing } from "../../drivers/driver.ts";
import { type Conversation, isAcknowledged } from "../conversation/conversation.ts";
import { Conversing } from "../conversation/converse.ts";
import type { Values } from "../conversation/message.ts";
import { openWire, type Wire } from "../conversation/wire.ts";
import { type SourceProblem, SourceTrouble } from "../problem.ts";
import type { Sink } from "../source.ts";
import { FULL_BYTES, openStream, type Stream } from "../stream/intake.ts";
import { createTally, type Tally } from "../udp/tally.ts";

export interface LinesOptions {
  readonly sink: Sink;
  readonly framing: Framing;
  readonly conversation: Conversation;
  readonly values: Values;
  readonly idleMs: number;
  /** Whether a record may end with a connection that is ended in order. */
  readonly closeEndsRecord: boolean;
}

/** A connection, or the data state of a serial line. */
export interface Line {
  /** Speaks until the end; never throws. The problem that ended it, null when the other side did. */
  readonly over: Promise<SourceProblem | null>;
  close(): void;
}

/** What waits for the disk, of all connections of a source together, before they are slowed. */
const SOURCE_BYTES = 8 * FULL_BYTES;
const SMALLEST_SHARE = 65_536;
/** A collector that has asked for no round for so long wants nothing read: its inbox is full, or it waits for a rule. */
const UNASKED_MS = 120_000;
const QUIET_MS = 2_000;
const LOOK_MS = 100;
const END_MS = 10_000;

/** All lines of one source: what they bring, what is counted of them, and what hinders them. */
export class Lines {
  readonly tally: Tally;
  readonly #options: LinesOptions;
  readonly #open = new Map<Stream, Wire>();
  readonly #left = new Set<Stream>();
  #refusal: unknown = null;
  #askedAt = performance.now();
  #heardAt: number | null = null;
  #opened = 0;

  constructor(options: LinesOptions) {
    this.#options = options;
    this.tally = createTally(options.sink);
  }

  /** A round: brings what the inbox refused, and tells what was counted. Throws what the inbox throws. */
  async round(): Promise<{ readonly settled: boolean }> {
    this.#askedAt = performance.now();
    this.tally.tell();
    const refusal = this.#refusal;
    this.#refusal = null;
    for (const stream of [...this.#left, ...this.#open.keys()]) {
      await stream.flush();
      this.#left.delete(stream);
    }
    if (refusal !== null && !isAcknowledged(this.#options.conversation)) return { settled: false };
    if (refusal !== null) throw refusal;
    const isQuiet = this.#heardAt === null || performance.now() - this.#heardAt > QUIET_MS;
    return { settled: isQuiet && this.#left.size === 0 };
  }

  live(): Readonly<Record<string, number>> {
    let waiting = 0;
    for (const stream of [...this.#open.keys(), ...this.#left]) waiting += stream.waiting();
    const counted = ["cut", "lost", "stranger", "refused", "repeat"] as const;
    return {
      connections: this.#open.size,
      opened: this.#opened,
      waitingBytes: waiting,
      ...Object.fromEntries(counted.map((note) => [note, this.tally.total(note)])),
    };
  }

  /** Carries out the opening, then goes on by itself. Throws SourceTrouble where the opening fails. */
  async start(duplex: Duplex): Promise<Line> {
    return await this.startOn(openWire(duplex));
  }

  async startOn(wire: Wire): Promise<Line> {
    const { sink, framing, conversation, values, idleMs } = this.#options;
    const stream = openStream(sink, framing, { lasting: !isAcknowledged(conversation) });
    const conversing = new Conversing({
      conversation,
      wire,
      stream,
      framing,
      values,
      count: (note) => this.tally.count(note),
      room: () => this.#room(stream, wire),
      heard: () => {
        this.#heardAt = performance.now();
      },
      refused: (error) => {
        this.#refusal ??= error;
      },
      quietMs: QUIET_MS,
      idleMs,
    });
    this.#open.set(stream, wire);
    this.#opened++;
    try {
      await conversing.open();
    } catch (error) {
      wire.close();
      this.#open.delete(stream);
      throw error;
    }
    return { over: this.#run(conversing, stream, wire), close: () => wire.close() };
  }

  /** Ends all lines, and brings what they left. */
  async close(): Promise<void> {
    for (const wire of this.#open.values()) wire.close();
    for (let round = 0; this.#open.size > 0 && round < END_MS / LOOK_MS; round++) await wait(LOOK_MS);
    for (const stream of [...this.#left, ...this.#open.keys()]) {
      const lost = stream.waiting();
      await stream.flush().catch(() => lost > 0 && this.tally.count("lost"));
    }
    this.tally.tell();
  }

  async #run(conversing: Conversing, stream: Stream, wire: Wire): Promise<SourceProblem | null> {
    let problem: SourceProblem | null = null;
    try {
      await conversing.run();
    } catch (error) {
      problem = error instanceof SourceTrouble ? error.problem : "inbox-full";
      if (!(error instanceof SourceTrouble)) this.#refusal ??= error;
    }
    wire.close();
    const isWhole = this.#options.closeEndsRecord && wire.inOrder && problem === null;
    await this.#finish(stream, conversing.rest(), isWhole ? "whole" : "cut");
    this.#open.delete(stream);
    return problem;
  }

  /** What has no end is kept as broken off, but where the system sends it again because nobody has acknowledged it. */
  async #finish(stream: Stream, rest: Buffer, how: "whole" | "cut"): Promise<void> {
    const comesAgain = isAcknowledged(this.#options.conversation);
    let cut = comesAgain && rest.length > 0 ? 1 : 0;
    if (!comesAgain && rest.length > 0) void stream.push(rest).catch(() => undefined);
    if (!comesAgain) cut += stream.close(how);
    if (cut > 0) this.tally.count("cut", null, cut);
    try {
      await stream.flush();
    } catch (error) {
      this.#refusal ??= error;
      if (!comesAgain) this.#left.add(stream);
    }
  }

  /** Nobody reads on while too much waits: what is not read stays with the sender. */
  async #room(stream: Stream, wire: Wire): Promise<void> {
    const isFull = () =>
      stream.waiting() > Math.max(SMALLEST_SHARE, Math.min(FULL_BYTES, SOURCE_BYTES / Math.max(1, this.#open.size))) ||
      performance.now() - this.#askedAt > UNASKED_MS;
    while (isFull() && !wire.closed) await wait(LOOK_MS);
  }
}
