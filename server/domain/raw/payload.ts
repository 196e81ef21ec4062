import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { AppError } from "../app-error.ts";
import { DATA_CLASSES, nameOf, type PartyClass, ROLES, type Role } from "../codes.ts";
import { ByteReader, ByteWriter } from "./bytes.ts";
import type { Hole } from "./cut.ts";

/** Whose value stood in a hole: the record's party of this role and class. */
export interface HoleValue {
  readonly role: Role;
  readonly class: PartyClass;
  /**
   * The subject's pseudonym under the raw slice, only where the record has several persons of one role and class; else the
   * party rows tell.
   */
  readonly pseudonym: Buffer | null;
}

/** A raw record without its values. */
export interface RawRecord {
  readonly skeleton: Uint8Array;
  readonly holes: readonly Hole[];
  readonly values: readonly HoleValue[];
}

/** So many raw records share a segment: sealed one by one they cost twice the time and twice the disk. */
export const RECORDS_A_SEGMENT = 128;

const VERSION = 1;
const LARGEST_PAYLOAD = 64 * 1024 * 1024;

/**
 * The plain text of a raw segment, compressed with zstd. A null record has been erased; its place stays, so that the ordinals
 * of the others still fit.
 */
export function encodePayload(records: readonly (RawRecord | null)[]): Buffer {
  const templates = new Map<string, number>();
  const body = new ByteWriter(records.length * 320);
  for (const record of records) {
    if (record === null) body.number(0);
    else writeRecord(body, record, templates);
  }
  const out = new ByteWriter(body.length + 1024);
  out.number(VERSION);
  out.number(templates.size);
  for (const template of templates.keys()) out.bytes(Buffer.from(template, "latin1"));
  out.number(records.length);
  out.raw(body.done());
  return zstdCompressSync(out.done(), FASTEST);
}

/** On records alike as these are, level 1 is a third faster than the default and a little smaller. */
const FASTEST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Reads what `encodePayload` wrote. Throws AppError "corrupt" for anything else. */
export function decodePayload(payload: Uint8Array): (RawRecord | null)[] {
  try {
    const reader = new ByteReader(zstdDecompressSync(payload, { maxOutputLength: LARGEST_PAYLOAD }));
    if (reader.number() !== VERSION) throw new RangeError("unknown version");
    const templates = Array.from({ length: reader.number() }, () => reader.bytes().toString("latin1"));
    return Array.from({ length: reader.number() }, () => readRecord(reader, templates));
  } catch (cause) {
    throw new AppError(
      "corrupt",
      "A raw segment opens but cannot be read: it was written by a newer release or damaged. Restore it from a backup.",
      { cause },
    );
  }
}

function writeRecord(body: ByteWriter, { skeleton, holes, values }: RawRecord, templates: Map<string, number>): void {
  body.number(values.length + 1);
  for (const value of values) {
    body.number((ROLES[value.role] << 4) | (DATA_CLASSES[value.class] << 1) | (value.pseudonym === null ? 0 : 1));
    if (value.pseudonym !== null) body.raw(value.pseudonym);
  }
  body.number(holes.length);
  let last = 0;
  for (const hole of holes) {
    let template = templates.get(hole.template);
    if (template === undefined) {
      template = templates.size;
      templates.set(hole.template, template);
    }
    body.number(hole.offset - last);
    body.number(hole.value);
    body.number(template);
    last = hole.offset;
  }
  body.bytes(skeleton);
}

function readRecord(reader: ByteReader, templates: readonly string[]): RawRecord | null {
  const head = reader.number();
  if (head === 0) return null;
  const values = Array.from({ length: head - 1 }, () => readValue(reader));
  let last = 0;
  const holes = Array.from({ length: reader.number() }, () => {
    last += reader.number();
    const value = reader.number();
    const template = templates[reader.number()];
    if (template === undefined) throw new RangeError("unknown template");
    return { offset: last, value, template };
  });
  return { values, holes, skeleton: reader.bytes() };
}

function readValue(reader: ByteReader): HoleValue {
  const code = reader.number();
  const role = nameOf(ROLES, code >> 4);
  const dataClass = nameOf(DATA_CLASSES, (code >> 1) & 7);
  if (role === undefined || !isPartyClass(dataClass)) throw new RangeError("unknown role or class");
  return { role, class: dataClass, pseudonym: (code & 1) === 0 ? null : Buffer.from(reader.raw(16)) };
}

function isPartyClass(name: string | undefined): name is PartyClass {
  return name === "phone" || name === "ssn" || name === "ssn_truncated" || name === "name";
}
