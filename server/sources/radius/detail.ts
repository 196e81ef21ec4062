import { type Kind, type Known, SECRET_VENDORS, standardAttribute, vendorAttribute, WORDS } from "./dictionary.ts";
import { type Packet, type PacketAttribute, TYPES } from "./packet.ts";

/**
 * A packet as FreeRADIUS writes it into its detail files: an attribute a line, indented, which is what drivers of RADIUS read.
 * Nothing is lost, but for passwords, keys and answers to challenges, which are left out. `receivedAt` stands for a device that
 * tells no time.
 */
export function detailOf(packet: Packet, receivedAt: Date): Buffer {
  const lines = packet.attributes.flatMap((attribute) =>
    attribute.type === TYPES.vendorSpecific ? vendorLines(attribute.value) : standardLines(attribute),
  );
  lines.push(`\tTimestamp = ${Math.floor(receivedAt.getTime() / 1_000)}`);
  return Buffer.from(`${lines.join("\n")}\n`, "latin1");
}

function standardLines({ type, value }: PacketAttribute): string[] {
  return lineOf(standardAttribute(type), `Attr-${type}`, value);
}

/** RFC 2865, 5.26: vendor, then as many attributes of its own as there are; what is built otherwise stays as it is. */
function vendorLines(value: Uint8Array): string[] {
  const bytes = Buffer.from(value);
  if (bytes.length < 4) return [`\tAttr-26 = ${hexOf(bytes)}`];
  const vendor = bytes.readUInt32BE(0);
  if (SECRET_VENDORS.has(vendor)) return [];
  const lines: string[] = [];
  for (let at = 4; at < bytes.length; ) {
    const [type = 0, size = 0] = bytes.subarray(at, at + 2);
    if (size < 2 || at + size > bytes.length) return [`\tAttr-26.${vendor} = ${octets(bytes.subarray(4))}`];
    lines.push(
      ...lineOf(vendorAttribute(vendor, type), `Attr-26.${vendor}.${type}`, bytes.subarray(at + 2, at + size)),
    );
    at += size;
  }
  return lines;
}

/** A pair inside of an attribute may hold a password as well. */
const SECRET_PAIR = /^[A-Za-z0-9_.:=-]{0,60}(?:passw|pwd|secret|chap-|digest-ha1|pin=)/i;

function lineOf(known: Known | null, unknown: string, value: Uint8Array): string[] {
  if (known?.kind === "secret") return [];
  const bytes = Buffer.from(value);
  if (/AVPair$|^SIP-AVP$/.test(known?.name ?? "") && SECRET_PAIR.test(bytes.toString("latin1"))) return [];
  if (known === null) return [`\t${unknown} = ${octets(bytes)}`];
  const { tag, rest, kind } = untagged(known.kind, bytes);
  return [`\t${known.name}${tag} = ${written(known.name, kind, rest)}`];
}

function untagged(kind: Kind, bytes: Buffer): { tag: string; rest: Buffer; kind: Kind } {
  const [first = 0] = bytes;
  const tag = first === 0 || first > 0x1f ? "" : `:${first}`;
  if (kind === "tagged-number" && bytes.length === 4)
    return { tag, rest: Buffer.from([0, ...bytes.subarray(1)]), kind: "number" };
  if (kind === "tagged-text") return { tag, rest: tag === "" ? bytes : bytes.subarray(1), kind: "text" };
  return { tag: "", rest: bytes, kind };
}

function written(name: string, kind: Kind, bytes: Buffer): string {
  if (kind === "number" && bytes.length === 4) {
    const number = bytes.readUInt32BE(0);
    return WORDS[name]?.[number] ?? String(number);
  }
  if (kind === "address" && bytes.length === 4) return [...bytes].join(".");
  if (kind === "address6" && bytes.length === 16) return address6(bytes);
  if (kind === "time" && bytes.length === 4) return `"${detailTime(new Date(bytes.readUInt32BE(0) * 1_000))}"`;
  return kind === "text" ? quoted(bytes) : octets(bytes);
}

export function address6(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, at) =>
    Buffer.from(bytes)
      .readUInt16BE(at * 2)
      .toString(16),
  );
  return new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1);
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `Mar  2 2026 15:55:42 UTC`. */
function detailTime(at: Date): string {
  const day = String(at.getUTCDate()).padStart(2);
  return `${MONTHS[at.getUTCMonth()]} ${day} ${at.getUTCFullYear()} ${at.toISOString().slice(11, 19)} UTC`;
}

function hexOf(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes).toString("hex")}`;
}

/** Of an attribute that nobody here knows: as text where it is text, so that a number in it is seen as one. */
function octets(bytes: Buffer): string {
  return isText(bytes) ? quoted(bytes) : hexOf(bytes);
}

function isText(bytes: Buffer): boolean {
  if (bytes.length === 0) return false;
  try {
    return !/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(STRICT.decode(bytes));
  } catch {
    return false;
  }
}

const STRICT = new TextDecoder("utf-8", { fatal: true });

/** Bytes as they are, but for what would end the line or the quotes, and what is no text: as C writes it. */
function quoted(bytes: Buffer): string {
  const isUtf8 = isText(bytes);
  let text = "";
  for (const byte of bytes) {
    const char = String.fromCharCode(byte);
    if (ESCAPES[char] !== undefined) text += ESCAPES[char];
    else if (byte < 0x20 || byte === 0x7f || (byte >= 0x80 && !isUtf8))
      text += `\\${byte.toString(8).padStart(3, "0")}`;
    else text += char;
  }
  return `"${text}"`;
}

const ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
