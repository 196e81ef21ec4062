import { setImmediate } from "node:timers/promises";
import type { Framing } from "../../drivers/driver.ts";
import type { Sink, SourceNote } from "../source.ts";
import { openStream } from "../stream/intake.ts";
import { listOf } from "../udp/senders.ts";
import { createTally } from "../udp/tally.ts";
import { createRemembered } from "./remembered.ts";
import type { HttpPushSettings } from "./settings.ts";

/** One source behind a port. */
export interface Member {
  readonly settings: HttpPushSettings;
  readonly tokenHash: Buffer;
  readonly secret: string;
  readonly senders: readonly string[];
  note(note: SourceNote): void;
  /** Tells the sink what was counted. */
  tell(): void;
  /** Whether another request may be under way. */
  enter(): boolean;
  leave(): void;
  /** Answers only once everything is on disk. Throws what the inbox throws. */
  take(key: string | string[] | undefined, raw: Buffer, body: Buffer, reply: (status: number) => void): Promise<void>;
  counts(): { readonly taken: number; readonly repeated: number; readonly refused: number };
}

const REQUESTS_AT_ONCE = 32;
const KEYS_REMEMBERED = 10_000;
const PIECE = 262_144;

export function createMember(options: {
  readonly settings: HttpPushSettings;
  readonly tokenHash: Buffer;
  readonly secret: string;
  readonly framing: Framing;
  readonly sink: Sink;
}): Member {
  const { settings, sink, framing } = options;
  const remembered = createRemembered(KEYS_REMEMBERED);
  const counted = { taken: 0 };
  // Told now and then: whoever is refused must not write a line of the log with each request.
  const tally = createTally(sink);
  let under = 0;
  // A request is a delivery: sent again without a key of its own, its calls are known by ingest.
  const store = async (body: Buffer) => {
    const stream = openStream(sink, framing);
    // Piece by piece: a body of nothing but tiny records must not hold up the other sources.
    for (let at = 0; at < body.length; at += PIECE) {
      await stream.push(body.subarray(at, at + PIECE));
      await setImmediate();
    }
    await stream.end("whole");
  };
  return {
    settings,
    tokenHash: options.tokenHash,
    secret: options.secret,
    senders: listOf(settings.senders),
    note: (note) => tally.count(note),
    tell: () => tally.tell(),
    enter() {
      if (under >= REQUESTS_AT_ONCE) return false;
      under++;
      return true;
    },
    leave: () => void under--,
    async take(key, raw, body, reply) {
      const outcome =
        typeof key === "string" && key !== "" && key.length <= 255
          ? await remembered.once(key, raw, () => store(body))
          : await store(body).then(() => "done" as const);
      if (outcome === "repeat") tally.count("repeat");
      else if (outcome === "done") counted.taken++;
      // The same key for something else is a fault of the sender's, and hides a call from whoever would not say so.
      // Not 204: older telephone systems take 200 alone for a success.
      reply(outcome === "other" ? 422 : 200);
    },
    counts: () => ({ ...counted, repeated: tally.total("repeat"), refused: tally.total("refused") }),
  };
}
