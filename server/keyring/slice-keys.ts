import {
  type Cipheriv,
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type Decipheriv,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { cacheOf, MOST_SLICES, remember } from "./company-cache.ts";
import { type CompanyKeys, underPresentKeys } from "./company-keys.ts";
import { companyDoor } from "./company-door.ts";
import { expired, type Keyring } from "./keyring.ts";
import { openStamped, sealStamped } from "./stamp.ts";
import { AppError } from "../domain/app-error.ts";

/** One key per company, product, data class, call day and expiry day. `product` and `class` are codes of domain/codes.ts. */
export interface SliceSpec {
  readonly product: number;
  readonly class: number;
  /** 'YYYY-MM-DD' in the company's zone. */
  readonly callDay: string;
  readonly expiresOn: string;
  /** The instant from which nothing of it can be read. */
  readonly destroyAt: Date;
}

export interface Slice extends SliceSpec {
  /** 0 for a slice that was due already and therefore never made. */
  readonly id: number;
  /** False for a tombstone, and from `destroyAt` on. */
  readonly live: boolean;
  /** It belongs to a hold or a restriction: no rule reaches it. Absent for all others. */
  readonly ofCase?: true;
}

/** A slice in this process. Its ciphers are made when first used; `material` is null for a tombstone. */
export interface LoadedSlice {
  readonly companyId: number;
  readonly id: number;
  readonly spec: SliceSpec;
  readonly material: { readonly wrapped: Buffer; readonly keys: CompanyKeys } | null;
  readonly ofCase: boolean;
  ciphers: SliceCiphers | undefined;
}

interface SliceCiphers {
  readonly seal: KeyObject;
  /** ECB has no chaining and every update is whole blocks, so that one object serves all calls. */
  readonly encipher: Cipheriv;
  readonly decipher: Decipheriv;
}

export interface SliceRow {
  readonly id: number;
  readonly product: number;
  readonly class: number;
  readonly call_day: string;
  readonly expires_on: string;
  readonly destroy_at: Date;
  /** Below zero for a slice of a case. */
  readonly variant: number;
  readonly wrapped: Buffer | null;
}

/**
 * Asks for rows, puts them into the cache and gives them back as loaded slices, each with the keys it is wrapped under. Asks
 * again when the company's keys changed between the question and the answer.
 */
export async function loadRows(
  k: Keyring,
  companyId: number,
  ask: () => Promise<readonly SliceRow[]>,
): Promise<LoadedSlice[]> {
  const wrappings = (rows: readonly SliceRow[]) => rows.map((row) => row.wrapped).filter((bytes) => bytes !== null);
  const { rows, keys } = await underPresentKeys(k, companyId, ask, wrappings);
  return keepRows(k, companyId, rows, keys);
}

function keepRows(k: Keyring, companyId: number, rows: readonly SliceRow[], keys: CompanyKeys): LoadedSlice[] {
  const cache = cacheOf(k, companyId);
  return rows.map((row) => {
    const known = cache.slicesById.get(row.id);
    if (known !== undefined && sameRow(known, row, keys)) return known;
    const slice: LoadedSlice = {
      companyId,
      id: row.id,
      spec: {
        product: row.product,
        class: row.class,
        callDay: row.call_day,
        expiresOn: row.expires_on,
        destroyAt: row.destroy_at,
      },
      material: row.wrapped === null ? null : { wrapped: row.wrapped, keys },
      ofCase: row.variant < 0,
      ciphers: undefined,
    };
    remember(cache.slicesById, row.id, slice, MOST_SLICES);
    return slice;
  });
}

/** Slices by id, from the cache or the keyring; unknown ids are missing in the answer. */
export async function loadSlices(
  k: Keyring,
  companyId: number,
  ids: readonly number[],
): Promise<Map<number, LoadedSlice>> {
  const cache = cacheOf(k, companyId);
  const found = new Map<number, LoadedSlice>();
  const missing = new Set<number>();
  for (const id of ids) {
    const known = cache.slicesById.get(id);
    if (known === undefined) missing.add(id);
    else found.set(id, known);
  }
  if (missing.size > 0) {
    const sql = companyDoor(k, companyId, "ingest", "web", "keeper", "owner");
    const ask = () =>
      sql<SliceRow[]>`select * from keyring.slices_by_id(${companyId}, ${`{${[...missing].join()}}`}::text::int4[])`;
    for (const slice of await loadRows(k, companyId, ask)) found.set(slice.id, slice);
  }
  return found;
}

/** One slice ready for use. Throws AppError "expired" for a tombstone, an end that has come, or an id that is none. */
export async function usableSlice(k: Keyring, companyId: number, id: number): Promise<LoadedSlice> {
  const slice = (await loadSlices(k, companyId, [id])).get(id);
  if (slice === undefined || !isLive(k, slice)) throw expired();
  return slice;
}

/** The same without asking the database, for slices that `ensureSlices` or `liveSlices` gave. */
export function loadedSlice(k: Keyring, companyId: number, id: number): LoadedSlice {
  const cache = cacheOf(k, companyId);
  const slice = cache.slicesById.get(id) ?? cache.sealable.get(id);
  if (id === 0 || (slice !== undefined && !isLive(k, slice))) throw expired();
  if (slice === undefined)
    throw new AppError("unavailable", "This slice is not loaded any more: ask for it again.", { retry: true });
  return slice;
}

/** Expiry is a matter of the clock at every use, whatever is cached. */
export function isLive(k: Keyring, slice: LoadedSlice): boolean {
  return slice.material !== null && k.clock().getTime() < slice.spec.destroyAt.getTime();
}

export function asSlice(k: Keyring, slice: LoadedSlice): Slice {
  return { ...slice.spec, id: slice.id, live: isLive(k, slice), ...(slice.ofCase ? { ofCase: true } : {}) };
}

/** The ciphers of a live slice. The caller has checked the clock. */
export function ciphersOf(slice: LoadedSlice): SliceCiphers {
  if (slice.ciphers !== undefined) return slice.ciphers;
  const raw = sliceKeyOf(slice);
  const pseudonym = createSecretKey(derive(raw, "pseudonym", slice));
  slice.ciphers = {
    seal: createSecretKey(derive(raw, "seal", slice)),
    encipher: createCipheriv("aes-256-ecb", pseudonym, null).setAutoPadding(false),
    decipher: createDecipheriv("aes-256-ecb", pseudonym, null).setAutoPadding(false),
  };
  raw.fill(0);
  return slice.ciphers;
}

export function wrapFreshKey(keys: CompanyKeys, companyId: number, id: number, spec: SliceSpec): Buffer {
  const raw = randomBytes(32);
  const wrapped = sealStamped(keys, "wrap", slicePlace(companyId, id, spec), raw);
  raw.fill(0);
  return wrapped;
}

/** The same slice key under another end, or under other keys of the company. */
export function rewrap(keys: CompanyKeys, slice: LoadedSlice, spec: SliceSpec): Buffer {
  const raw = sliceKeyOf(slice);
  const wrapped = sealStamped(keys, "wrap", slicePlace(slice.companyId, slice.id, spec), raw);
  raw.fill(0);
  return wrapped;
}

function sliceKeyOf({ companyId, id, spec, material }: LoadedSlice): Buffer {
  if (material === null) throw expired();
  return openStamped(material.keys, "wrap", slicePlace(companyId, id, spec), material.wrapped);
}

export function specKey(spec: Omit<SliceSpec, "destroyAt">): string {
  return `${spec.product}/${spec.class}/${spec.callDay}/${spec.expiresOn}`;
}

export function slicePlace(companyId: number, id: number, spec: SliceSpec): string {
  return `slice/wrapped/${companyId}/${id}/${specKey(spec)}/${spec.destroyAt.getTime()}`;
}

function derive(raw: Buffer, purpose: "pseudonym" | "seal", slice: LoadedSlice): Buffer {
  return Buffer.from(hkdfSync("sha256", raw, "", `gallra/1/${purpose}/${slice.companyId}/${slice.id}`, 32));
}

/** One that is open already stays so under new keys: its own key is the same. */
function sameRow(known: LoadedSlice, row: SliceRow, keys: CompanyKeys): boolean {
  return (
    (known.ciphers !== undefined || known.material === null || known.material.keys === keys) &&
    (known.material === null) === (row.wrapped === null) &&
    known.ofCase === row.variant < 0 &&
    known.spec.expiresOn === row.expires_on &&
    known.spec.destroyAt.getTime() === row.destroy_at.getTime()
  );
}
