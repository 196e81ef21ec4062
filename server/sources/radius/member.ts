import type { Framing } from "../../drivers/driver.ts";
import type { Sink } from "../source.ts";
import { FULL_BYTES, openStream } from "../stream/intake.ts";
import { listOf, senderList } from "../udp/senders.ts";
import { createTally, type Tally } from "../udp/tally.ts";
import { address6, detailOf } from "./detail.ts";
import { numberIn, type Packet, TYPES, valueIn } from "./packet.ts";
import { createRepeats, type Known } from "./repeats.ts";
import type { RadiusSettings } from "./settings.ts";

/** One source at a port that several may share. */
export interface Member {
  readonly secret: Buffer;
  readonly tally: Tally;
  /** Whether it awaits packets of this address and of this device. */
  awaits(address: string, packet: Packet): boolean;
  /** Puts a request on disk, if it is not there; `answer` is called once it is, and never before. */
  take(packet: Packet, from: string, answer: () => void): void;
  counts(): {
    readonly requests: number;
    readonly answers: number;
    readonly waiting: number;
    readonly switched: number;
  };
  /** Until nothing is being written any more. */
  rest(): Promise<void>;
  /** Told by the listener. */
  at: { readonly port: number; readonly bufferBytes: number } | null;
}

/** Requests that wait for the disk; more are left to their devices, which send them again. */
const MOST_WAITING = 5_000;

export function createMember(
  settings: RadiusSettings,
  secret: string,
  framing: Framing,
  sink: Sink,
  now: () => Date,
): Member {
  const isSender = senderList(settings.senders);
  const devices = new Set(listOf(settings.devices.toLowerCase()));
  const tally = createTally(sink);
  let stream = openStream(sink, framing);
  const counts = { requests: 0, answers: 0, waiting: 0, switched: 0 };
  const waiting = new Map<Known, (() => void)[]>();
  const writing = new Set<Promise<void>>();
  // What is in one delivery must all be remembered: ingest takes two equal records of one delivery for two calls.
  const repeats = createRepeats(() => {
    stream = openStream(sink, framing);
  });
  const store = async (known: Known, frame: Buffer) => {
    const into = stream;
    try {
      await into.put(frame);
      known.stored = true;
      for (const answer of waiting.get(known) ?? []) answer();
    } catch {
      // Nothing is answered, so that the device sends it again: to a stream that goes on.
      repeats.forget(known);
      if (stream === into) stream = openStream(sink, framing);
    } finally {
      waiting.delete(known);
      counts.waiting--;
    }
  };
  return {
    secret: Buffer.from(secret, "utf8"),
    tally,
    at: null,
    awaits: (address, packet) =>
      isSender(address) && (devices.size === 0 || namesOf(packet).some((name) => devices.has(name))),
    take(packet, from, answer) {
      const receivedAt = now();
      const answered = () => {
        counts.answers++;
        answer();
      };
      const before = repeats.find(packet, from, receivedAt);
      if (before !== null) {
        tally.count("repeat");
        if (before.stored) answered();
        else waiting.get(before)?.splice(0, MOST_ANSWERS, answered);
        return;
      }
      if (counts.waiting >= MOST_WAITING || stream.waiting() > FULL_BYTES) {
        tally.count("refused");
        return;
      }
      const known = repeats.remember(packet, from, receivedAt);
      waiting.set(known, [answered]);
      counts.requests++;
      counts.waiting++;
      if ([7, 8].includes(numberIn(packet, TYPES.acctStatusType) ?? 0)) counts.switched++;
      const done = store(known, detailOf(packet, receivedAt)).finally(() => writing.delete(done));
      writing.add(done);
    },
    counts: () => ({ ...counts }),
    async rest() {
      await Promise.all(writing);
    },
  };
}

/** Only the last one that was asked is answered: the device has given up the identifiers before it. */
const MOST_ANSWERS = 1;

function namesOf(packet: Packet): string[] {
  const [name, four, six] = [TYPES.nasIdentifier, TYPES.nasIpAddress, TYPES.nasIpv6Address].map((type) =>
    valueIn(packet, type),
  );
  return [
    ...(name == null ? [] : [Buffer.from(name).toString("utf8").toLowerCase()]),
    ...(four?.length === 4 ? [[...four].join(".")] : []),
    ...(six?.length === 16 ? [address6(six)] : []),
  ];
}
