import { hash } from "node:crypto";
import { DIRECTIONS, DISPOSITIONS, RECORD_KINDS } from "../domain/codes.ts";
import type { DecodedRecord } from "../drivers/driver.ts";

/**
 * What makes a call the same call, wherever and however often it is sent: the facts as the driver reads them. No value of a
 * person, no source, no file and no position is among them, nor a field that a company may switch off: queue and line.
 */
export function factsOf(record: DecodedRecord, product: number, endpointId: number | null): string {
  const direction = record.direction === null ? 0 : DIRECTIONS[record.direction];
  const disposition = record.disposition === null ? 0 : DISPOSITIONS[record.disposition];
  const numbers = `${product}/${RECORD_KINDS[record.kind]}/${record.startedAt.getTime()}/${record.durationSeconds}/${record.ringSeconds}/${direction}/${disposition}`;
  return `${numbers}/${endpointId}/${record.costCents}/${record.partOf ?? ""}/${record.callId ?? ""}`;
}

/**
 * The call's id and duplicate key in one: a UUID of version 8 (RFC 9562) with the start in milliseconds (48 bits) and 74 bits
 * of SHA-256 over facts and ordinal. Ids sort by time.
 */
export function callId(startedAt: Date, facts: string, ordinal: number): Buffer {
  const id = digestId(ordinal === 0 ? facts : `${facts}#${ordinal}`);
  const ms = Math.min(Math.max(startedAt.getTime(), 0), LARGEST_MS);
  id.writeUInt32BE(Math.floor(ms / 65_536), 0);
  id.writeUInt16BE(ms % 65_536, 4);
  return id;
}

const LARGEST_MS = 2 ** 48 - 1;

/** Parts of one long call carry one id, computed from what the PBX calls it. */
export function partOfId(sourceId: number, partOf: string): Buffer {
  return digestId(`${sourceId}/${partOf}`);
}

/** The first bits of SHA-256 in the form of a version 8 UUID. As text the digest costs a third of what a Buffer does. */
function digestId(text: string): Buffer {
  const id = Buffer.allocUnsafe(16);
  id.write(hash("sha256", text, "binary"), 0, 16, "latin1");
  id[6] = ((id[6] ?? 0) & 0x0f) | 0x80;
  id[8] = ((id[8] ?? 0) & 0x3f) | 0x80;
  return id;
}
