import { createHash } from "node:crypto";
import { numberIn, type Packet, TYPES, valueIn } from "./packet.ts";

/**
 * Which requests were sent before: a device that got no answer in time asks again, mostly with another delay and therefore another
 * identifier. Two are one when device, session, status and everything else they tell are the same, and the event's time is.
 */
export interface Repeats {
  /** The same request as it came before; null for a new one. */
  find(packet: Packet, from: string, receivedAt: Date): Known | null;
  remember(packet: Packet, from: string, receivedAt: Date): Known;
  /** Nothing came of it: whoever sends it again is heard. */
  forget(known: Known): void;
}

/** One request; `stored` is set by whoever has put it on disk. */
export interface Known {
  readonly digest: string;
  /** Seconds of Event-Timestamp, as written; null where the device tells none. */
  readonly eventAt: number | null;
  /** Of the event, less the delay; without Event-Timestamp from the reception. */
  readonly correctedAt: number;
  stored: boolean;
}

/** As many are remembered; half of them are forgotten together. */
export const MOST_REMEMBERED = 50_000;
/** Devices that tell no time and ask again give up within minutes. */
const SAME_SECONDS = 600;

/** Accounting-On and Accounting-Off. */
const SWITCHED = new Set([7, 8]);
/** What differs between a request and the same sent again. */
const CHANGING: ReadonlySet<number> = new Set([
  TYPES.acctDelayTime,
  TYPES.eventTimestamp,
  TYPES.messageAuthenticator,
  TYPES.proxyState,
]);

/** `onTurn` is called when the older half is forgotten: what is in the present delivery has to be remembered. */
export function createRepeats(onTurn: () => void, most = MOST_REMEMBERED): Repeats {
  let young = new Map<string, Known[]>();
  let old = new Map<string, Known[]>();
  let count = 0;
  /** How often a device was switched on or off: session ids begin anew then. */
  const starts = new Map<string, number>();
  const read = (packet: Packet, from: string, receivedAt: Date): Known => {
    const eventAt = numberIn(packet, TYPES.eventTimestamp);
    const delay = numberIn(packet, TYPES.acctDelayTime) ?? 0;
    const seconds = receivedAt.getTime() / 1_000;
    const device = deviceOf(packet, from);
    return {
      digest: digestOf(packet, device, eventAt === null ? (starts.get(device) ?? 0) : 0),
      eventAt,
      correctedAt: (eventAt ?? seconds) - delay,
      stored: false,
    };
  };
  const lookUp = (asked: Known) => {
    for (const half of [young, old])
      for (const key of [...keysOf(asked), spanOf(asked, -1), spanOf(asked, 1)]) {
        const found = half.get(key)?.find((one) => isSame(one, asked));
        if (found !== undefined) return found;
      }
    return null;
  };
  return {
    find: (packet, from, receivedAt) => lookUp(read(packet, from, receivedAt)),
    remember(packet, from, receivedAt) {
      if (count >= most / 2) {
        old = young;
        young = new Map();
        count = 0;
        if (starts.size > 10_000) starts.clear();
        onTurn();
      }
      const known = read(packet, from, receivedAt);
      for (const key of keysOf(known)) {
        const near = young.get(key);
        if (near === undefined) young.set(key, [known]);
        else near.push(known);
      }
      count++;
      const device = deviceOf(packet, from);
      if (SWITCHED.has(numberIn(packet, TYPES.acctStatusType) ?? 0)) starts.set(device, (starts.get(device) ?? 0) + 1);
      return known;
    },
    forget(known) {
      for (const half of [young, old])
        for (const key of keysOf(known)) {
          const near = half.get(key)?.filter((one) => one !== known);
          if (near === undefined) continue;
          if (near.length === 0) half.delete(key);
          else half.set(key, near);
        }
    },
  };
}

/** One that is sent again with the same bytes is the same here too. */
function isSame(a: Known, b: Known): boolean {
  // Some devices write the time of the event, some that of the sending.
  if (a.eventAt !== null && b.eventAt !== null) return a.eventAt === b.eventAt || a.correctedAt === b.correctedAt;
  return Math.abs(a.correctedAt - b.correctedAt) < SAME_SECONDS;
}

/** Under each of them few are remembered, whatever times a device tells: of whole seconds no two are the same. */
function keysOf(known: Known): string[] {
  const span = spanOf(known, 0);
  return known.eventAt === null ? [span] : [`${known.digest} at ${known.eventAt}`, span];
}

/** What may be the same without Event-Timestamp lies in this span of time or in one beside it. */
function spanOf({ digest, correctedAt }: Known, beside: number): string {
  return `${digest} in ${Math.floor(correctedAt / SAME_SECONDS) + beside}`;
}

function deviceOf(packet: Packet, from: string): string {
  const [name, four, six] = [TYPES.nasIdentifier, TYPES.nasIpAddress, TYPES.nasIpv6Address].map((type) =>
    Buffer.from(valueIn(packet, type) ?? []).toString("latin1"),
  );
  // Through another proxy it comes from another address; its own name stays.
  return name || four || six ? `${name}/${four}/${six}` : from;
}

function digestOf(packet: Packet, device: string, starts: number): string {
  const hash = createHash("sha256").update(`${starts}\0${device.length}\0${device}`, "latin1");
  for (const { type, value } of packet.attributes)
    if (!CHANGING.has(type)) hash.update(Uint8Array.of(type, value.length)).update(value);
  return hash.digest("binary");
}
