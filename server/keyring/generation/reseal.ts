import { uuidBytes } from "../../domain/uuid.ts";
import { boxPlace } from "../boxes.ts";
import { type Forms, readIdentifier, writeIdentifier } from "../forms.ts";
import {
  digitsOf,
  endOf,
  endpointHash,
  endpointPlace,
  hashesOf,
  privateNumberPlace,
  subjectPlace,
} from "../lookups.ts";
import { open, seal } from "../sealing.ts";
import { type SliceRow, slicePlace } from "../slice-keys.ts";
import { openStamped, sealStamped } from "../stamp.ts";
import type { Rekeying } from "./rekeying.ts";

export interface SubjectRow {
  /** 32 hex digits. */
  readonly id: string;
  readonly class: number;
  readonly sealed: Buffer;
  /** False once its lookups were given to another id. */
  readonly hashed: boolean;
  /** Which forms it is found by: 1 digits, 2 national, 4 last eight, 8 elsewhere. */
  readonly forms: number;
}

/** Subjects under the next keys, as array literals of Postgres. Throws AppError "corrupt" for one that does not open. */
export function resealSubjects({ companyId, old, next }: Rekeying, rows: readonly SubjectRow[]) {
  const ids: string[] = [];
  const lookups: string[] = [];
  const digits: string[] = [];
  const national: string[] = [];
  const last8: string[] = [];
  const elsewhere: string[] = [];
  const sealed: string[] = [];
  for (const row of rows) {
    const place = subjectPlace(companyId, row.class, uuidBytes(row.id));
    const plain = open(old.seal, place, row.sealed);
    const { canonical, forms } = completed(readIdentifier(plain), row.forms);
    plain.fill(0);
    const hashes = row.hashed ? hashesOf(next.lookup, row.class, canonical, forms) : NO_HASHES;
    ids.push(row.id);
    lookups.push(hashes.lookup);
    digits.push(hashes.digits);
    national.push(hashes.national);
    last8.push(hashes.last8);
    elsewhere.push(hashes.elsewhere);
    sealed.push(seal(next.seal, place, writeIdentifier(canonical, forms)).toString("hex"));
  }
  const [idList, lookupList, digitList, nationalList, last8List, elsewhereList, sealedList] = [
    ids,
    lookups,
    digits,
    national,
    last8,
    elsewhere,
    sealed,
  ].map((values) => `{${values.join()}}`) as [string, string, string, string, string, string, string];
  return {
    ids: idList,
    lookups: lookupList,
    digits: digitList,
    national: nationalList,
    last8: last8List,
    elsewhere: elsewhereList,
    sealed: sealedList,
  };
}

/** The same slice key under the next wrap key, in hex. */
export function resealSlice({ companyId, old, next }: Rekeying, row: SliceRow & { readonly wrapped: Buffer }): string {
  const place = slicePlace(companyId, row.id, {
    product: row.product,
    class: row.class,
    callDay: row.call_day,
    expiresOn: row.expires_on,
    destroyAt: row.destroy_at,
  });
  const raw = openStamped(old, "wrap", place, row.wrapped);
  const wrapped = sealStamped(next, "wrap", place, raw).toString("hex");
  raw.fill(0);
  return wrapped;
}

export interface EndpointRow {
  readonly id: number;
  readonly kind: number;
  readonly sealed: Buffer;
}

export function resealEndpoint({ companyId, old, next }: Rekeying, row: EndpointRow) {
  const place = endpointPlace(companyId, row.kind, row.id);
  const label = openStamped(old, "seal", place, row.sealed);
  return {
    hash: endpointHash(next.lookup, row.kind, label.toString()),
    sealed: sealStamped(next, "seal", place, label).toString("hex"),
  };
}

export interface PrivateNumberRow {
  readonly id: string;
  readonly sealed: Buffer;
}

/** The number under the next seal key; it is found by the watermark key, which goes on. */
export function resealPrivateNumber({ companyId, old, next }: Rekeying, row: PrivateNumberRow): string {
  const place = privateNumberPlace(companyId, row.id);
  const number = openStamped(old, "seal", place, row.sealed);
  const sealed = sealStamped(next, "seal", place, number).toString("hex");
  number.fill(0);
  return sealed;
}

export interface BoxRow {
  readonly id: string;
  readonly until: Date;
  readonly wrapped: Buffer;
}

export function resealBox({ companyId, old, next }: Rekeying, row: BoxRow): string {
  const place = boxPlace(companyId, row.id, row.until);
  const raw = openStamped(old, "wrap", place, row.wrapped);
  const wrapped = sealStamped(next, "wrap", place, raw).toString("hex");
  raw.fill(0);
  return wrapped;
}

/**
 * Subjects of earlier releases have their forms in no sealed value: their last eight digits follow from the canonical form,
 * the way they were written does not.
 */
function completed(known: { canonical: string; forms: Forms }, had: number): { canonical: string; forms: Forms } {
  if (known.forms.last8 !== null || (had & 4) === 0) return known;
  return { canonical: known.canonical, forms: { ...known.forms, last8: endOf(digitsOf(known.canonical)) } };
}

const NO_HASHES = { lookup: "null", digits: "null", national: "null", last8: "null", elsewhere: "null" };
