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
  readonly authenticator: string;
  /** Seconds of Event-Timestamp, as written; null where the device tells none. */
  readonly eventAt: number | null;
  /** Of the event, less the delay; without Event-Timestamp from the reception. */
  readonly correctedAt: number;
  readonly receivedAt: number;
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
      authenticator: Buffer.from(packet.authenticator).toString("latin1"),
      eventAt,
      correctedAt: (eventAt ?? seconds) - delay,
      receivedAt: seconds,
      stored: false,
    };
  };
  const lookUp = (asked: Known) =>
    [...(young.get(asked.digest) ?? []), ...(old.get(asked.digest) ?? [])].find((one) => isSame(one, asked)) ?? null;
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
      const same = young.get(known.digest);
      if (same === undefined) young.set(known.digest, [known]);
      else same.push(known);
      count++;
      const device = deviceOf(packet, from);
      if (SWITCHED.has(numberIn(packet, TYPES.acctStatusType) ?? 0)) starts.set(device, (starts.get(device) ?? 0) + 1);
      return known;
    },
    forget(known) {
      for (const half of [young, old]) {
        const same = half.get(known.digest)?.filter((one) => one !== known);
        if (same === undefined) continue;
        if (same.length === 0) half.delete(known.digest);
        else half.set(known.digest, same);
      }
    },
  };
}

function isSame(a: Known, b: Known): boolean {
  if (a.authenticator === b.authenticator && Math.abs(a.receivedAt - b.receivedAt) < SAME_SECONDS) return true;
  // Some devices write the time of the event, some that of the sending.
  if (a.eventAt !== null && b.eventAt !== null) return a.eventAt === b.eventAt || a.correctedAt === b.correctedAt;
  return Math.abs(a.correctedAt - b.correctedAt) < SAME_SECONDS;
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
