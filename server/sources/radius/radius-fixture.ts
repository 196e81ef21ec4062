import { createHash, createHmac } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { CODES, packetOf, type PacketAttribute, TYPES } from "./packet.ts";

/** For tests and figures: a device that accounts its calls. */
export const SECRET = "radius-secret-of-a-test";

export type Given = readonly (readonly [number, string | number])[];

/** Numbers as four bytes, text as it is. */
export function attributesOf(given: Given): PacketAttribute[] {
  return given.map(([type, value]) => ({
    type,
    value: typeof value === "string" ? Buffer.from(value, "latin1") : numberBytes(value),
  }));
}

/** One of a vendor's: Cisco's unless it is said. */
export function vendorPair(type: number, text: string, vendor = 9): readonly [number, string] {
  const inner = Buffer.from(text);
  const value = Buffer.concat([numberBytes(vendor), Buffer.from([type, inner.length + 2]), inner]);
  return [TYPES.vendorSpecific, value.toString("latin1")];
}

function numberBytes(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** An Accounting-Request that is authentic; with `marked` also by its Message-Authenticator. */
export function accountingRequest(
  given: Given,
  { identifier = 1, secret = SECRET, marked = false }: { identifier?: number; secret?: string; marked?: boolean } = {},
): Buffer {
  const attributes = attributesOf(given);
  if (marked) attributes.push({ type: TYPES.messageAuthenticator, value: Buffer.alloc(16) });
  const bytes = packetOf(CODES.accountingRequest, identifier, Buffer.alloc(16), attributes);
  if (marked)
    createHmac("md5", secret)
      .update(bytes)
      .digest()
      .copy(bytes, bytes.length - 16);
  createHash("md5").update(bytes).update(secret).digest().copy(bytes, 4);
  return bytes;
}

/** A stop of a call from `number` to 204, one of a kind for every `n`. */
export function stopOf(n: number, more: Given = [], startedAt = new Date("2026-03-02T08:15:00Z")): Given {
  const at = new Date(startedAt.getTime() + n * 1_000);
  return [
    [TYPES.acctStatusType, 2],
    [TYPES.nasIdentifier, "gw1"],
    [TYPES.acctSessionId, n.toString(16).toUpperCase().padStart(8, "0")],
    [46, 60],
    [31, "0701740605"],
    [30, "204"],
    [TYPES.eventTimestamp, Math.floor(at.getTime() / 1_000) + 60],
    vendorPair(25, `h323-setup-time=${cisco(at)}`),
    vendorPair(26, "h323-call-origin=proxy"),
    vendorPair(30, "h323-disconnect-cause=10"),
    ...more,
  ];
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function cisco(at: Date): string {
  return `${at.toISOString().slice(11, 23)} UTC Mon ${MONTHS[at.getUTCMonth()]} ${at.getUTCDate()} ${at.getUTCFullYear()}`;
}

export interface Device {
  /** The answer, or null when none comes in time. */
  ask(packet: Uint8Array, port: number, patienceMs?: number): Promise<Buffer | null>;
  close(): void;
}

export async function openDevice(address = "127.0.0.1", to = address): Promise<Device> {
  const socket: Socket = createSocket(address.includes(":") ? "udp6" : "udp4");
  await new Promise<void>((resolve) => socket.bind(0, address, resolve));
  return {
    ask: (packet, port, patienceMs = 2_000) =>
      new Promise((resolve) => {
        const done = (answer: Buffer | null) => {
          clearTimeout(timer);
          socket.off("message", hear);
          resolve(answer);
        };
        const hear = (answer: Buffer) => {
          if (answer[1] === packet[1]) done(answer);
        };
        const timer = setTimeout(() => done(null), patienceMs);
        socket.on("message", hear);
        socket.send(packet, port, to);
      }),
    close: () => socket.close(),
  };
}
