import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** Codes of RFC 2865, 2866 and 5997, as far as they concern accounting. */
export const CODES = { accountingRequest: 4, accountingResponse: 5, statusServer: 12 } as const;

export const TYPES = {
  userPassword: 2,
  nasIpAddress: 4,
  vendorSpecific: 26,
  nasIdentifier: 32,
  proxyState: 33,
  acctStatusType: 40,
  acctDelayTime: 41,
  acctSessionId: 44,
  eventTimestamp: 55,
  messageAuthenticator: 80,
  nasIpv6Address: 95,
} as const;

/** One attribute as it stands in the packet: a view of its bytes. */
export interface PacketAttribute {
  readonly type: number;
  readonly value: Uint8Array;
}

export interface Packet {
  readonly code: number;
  readonly identifier: number;
  readonly authenticator: Uint8Array;
  readonly attributes: readonly PacketAttribute[];
  /** The packet without what may stand behind its length. */
  readonly bytes: Buffer;
}

const HEADER_BYTES = 20;
/** RFC 2865, 3: no packet is longer. */
export const MOST_BYTES = 4_096;

/** Null for what is no packet: a wrong length, or attributes that do not fill it. Never throws. */
export function readPacket(datagram: Uint8Array): Packet | null {
  if (datagram.byteLength < HEADER_BYTES) return null;
  const all = Buffer.from(datagram.buffer, datagram.byteOffset, datagram.byteLength);
  const length = all.readUInt16BE(2);
  // Bytes behind the length are padding (RFC 2865, 3).
  if (length < HEADER_BYTES || length > MOST_BYTES || length > all.length) return null;
  const bytes = all.subarray(0, length);
  const attributes: PacketAttribute[] = [];
  for (let at = HEADER_BYTES; at < length; ) {
    const size = bytes[at + 1] ?? 0;
    if (size < 2 || at + size > length) return null;
    attributes.push({ type: bytes[at] ?? 0, value: bytes.subarray(at + 2, at + size) });
    at += size;
  }
  const [code = 0, identifier = 0] = bytes;
  return { code, identifier, authenticator: bytes.subarray(4, HEADER_BYTES), attributes, bytes };
}

/**
 * Whether whoever sent it knows the secret: the Request Authenticator of accounting (RFC 2866, 3), and the Message-Authenticator
 * (RFC 3579, 3.2) where there is one. Status-Server must have one (RFC 5997, 3).
 */
export function isAuthentic(packet: Packet, secret: Buffer): boolean {
  const isStatus = packet.code === CODES.statusServer;
  const marks = packet.attributes.filter(({ type }) => type === TYPES.messageAuthenticator);
  if (marks.length > 1 || (isStatus && marks.length === 0)) return false;
  if (!isStatus && !sameBytes(packet.authenticator, requestAuthenticator(packet.bytes, secret))) return false;
  const [mark] = marks;
  return mark === undefined || (mark.value.length === 16 && hasMessageAuthenticator(packet, mark.value, secret));
}

function requestAuthenticator(bytes: Buffer, secret: Buffer): Buffer {
  return md5(bytes.subarray(0, 4), NO_AUTHENTICATOR, bytes.subarray(HEADER_BYTES), secret);
}

const NO_AUTHENTICATOR = Buffer.alloc(16);

/** Of accounting the authenticator counts as zeros; of Status-Server it is a random number and counts as it is. */
function hasMessageAuthenticator(packet: Packet, value: Uint8Array, secret: Buffer): boolean {
  const bytes = Buffer.from(packet.bytes);
  if (packet.code !== CODES.statusServer) NO_AUTHENTICATOR.copy(bytes, 4);
  const at = value.byteOffset - packet.bytes.byteOffset;
  bytes.fill(0, at, at + 16);
  return sameBytes(value, createHmac("md5", secret).update(bytes).digest());
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function md5(...parts: readonly Uint8Array[]): Buffer {
  const digest = createHash("md5");
  for (const part of parts) digest.update(part);
  return digest.digest();
}

/**
 * The Accounting-Response to a request: its Proxy-State attributes in their order and the Response Authenticator (RFC 2866, 3). Of
 * Status-Server it is marked (RFC 5997); of accounting no RFC says over what, and devices compute it differently: it is left out.
 */
export function answerTo(request: Packet, secret: Buffer): Buffer {
  const copied = request.attributes.filter(({ type }) => type === TYPES.proxyState);
  const isMarked = request.code === CODES.statusServer;
  const mark = isMarked ? [{ type: TYPES.messageAuthenticator, value: NO_AUTHENTICATOR }] : [];
  const answer = packetOf(CODES.accountingResponse, request.identifier, request.authenticator, [...mark, ...copied]);
  if (isMarked)
    createHmac("md5", secret)
      .update(answer)
      .digest()
      .copy(answer, HEADER_BYTES + 2);
  md5(answer, secret).copy(answer, 4);
  return answer;
}

/** Bytes of a packet with the authenticator that is given. Throws where attributes do not fit. */
export function packetOf(
  code: number,
  identifier: number,
  authenticator: Uint8Array,
  attributes: readonly PacketAttribute[],
): Buffer {
  const length = attributes.reduce((sum, { value }) => sum + 2 + value.length, HEADER_BYTES);
  if (length > MOST_BYTES || attributes.some(({ value }) => value.length > 253)) throw new RangeError("too long");
  const bytes = Buffer.alloc(length);
  bytes[0] = code;
  bytes[1] = identifier;
  bytes.writeUInt16BE(length, 2);
  bytes.set(authenticator, 4);
  let at = HEADER_BYTES;
  for (const { type, value } of attributes) {
    bytes[at] = type;
    bytes[at + 1] = value.length + 2;
    bytes.set(value, at + 2);
    at += value.length + 2;
  }
  return bytes;
}

/** The whole number of an attribute of four bytes; null for none, and for another length. */
export function numberIn(packet: Packet, type: number): number | null {
  const value = valueIn(packet, type);
  return value?.length === 4 ? Buffer.from(value).readUInt32BE(0) : null;
}

export function valueIn(packet: Packet, type: number): Uint8Array | null {
  return packet.attributes.find((one) => one.type === type)?.value ?? null;
}
