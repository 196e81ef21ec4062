import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { Transform, type TransformCallback } from "node:stream";
import { AppError } from "../domain/app-error.ts";
import { companyKeys, underPresentKeys } from "./company-keys.ts";
import { withGeneration } from "./find-subjects.ts";
import { companyDoor } from "./company-door.ts";
import { corrupt, expired, type Keyring } from "./keyring.ts";
import { open, seal } from "./sealing.ts";
import { openStamped, sealStamped } from "./stamp.ts";

/**
 * The key of one file. Files are sealed in chunks of 64 KiB (the STREAM construction of Hoang, Reyhanitabar, Rogaway and
 * Vizar, 2015): chunks cannot be changed, swapped, left out or cut off at the end unnoticed.
 */
export interface Box {
  readonly companyId: number;
  readonly id: string;
  readonly until: Date;
  /** Plain bytes in, sealed file out. */
  sealer(): Transform;
  /** Sealed file in, plain bytes out; fails with AppError "corrupt". What came out before a failure must not be kept. */
  opener(): Transform;
  /** One piece of a file that is written piece by piece; `name` says which, so that none can be swapped for another. */
  sealPart(name: string, plain: Buffer): Buffer;
  /** Throws AppError "corrupt" for anything but the piece of this name. */
  openPart(name: string, sealed: Buffer): Buffer;
}

/** Makes the key for a new file that may be opened until the given instant. Throws AppError "conflict" for a known id. */
export async function makeBox(k: Keyring, companyId: number, id: string, until: Date): Promise<Box> {
  const raw = randomBytes(32);
  const made = await withGeneration(k, companyId, async () => {
    const keys = await companyKeys(k, companyId);
    const wrapped = sealStamped(keys, "wrap", boxPlace(companyId, id, until), raw).toString("hex");
    const [row] = await companyDoor(k, companyId, "web", "owner")`
      select keyring.add_box(${companyId}, ${id}::text::uuid, ${until.toISOString()}::text::timestamptz, ${wrapped}) as made`;
    return row?.["made"] === true;
  });
  if (!made) throw new AppError("conflict", "There is a file of this id already.");
  return boxOf(companyId, id, until, createSecretKey(raw));
}

/** Throws AppError "expired" when the file's time is over or its key is gone. */
export async function openBox(k: Keyring, companyId: number, id: string): Promise<Box> {
  const sql = companyDoor(k, companyId, "web", "owner");
  const ask = () => sql`select until, wrapped from keyring.box(${companyId}, ${id}::text::uuid)`;
  const { rows, keys } = await underPresentKeys(k, companyId, ask, (found) =>
    found.map((one) => one["wrapped"] as Buffer),
  );
  const [row] = rows;
  if (row === undefined) throw expired();
  const until = row["until"] as Date;
  if (k.clock().getTime() >= until.getTime()) throw expired();
  return boxOf(
    companyId,
    id,
    until,
    createSecretKey(openStamped(keys, "wrap", boxPlace(companyId, id, until), row["wrapped"] as Buffer)),
  );
}

function boxOf(companyId: number, id: string, until: Date, key: KeyObject): Box {
  const place = Buffer.from(`box/${companyId}/${id}`);
  const part = (name: string) => `box/${companyId}/${id}/part/${name}`;
  return {
    companyId,
    id,
    until,
    sealer: () => new ChunkSealer(key, place),
    opener: () => new ChunkOpener(key, place),
    sealPart: (name, plain) => seal(key, part(name), plain),
    openPart: (name, sealed) => open(key, part(name), sealed),
  };
}

export function boxPlace(companyId: number, id: string, until: Date): string {
  return `box_key/wrapped/${companyId}/${id}/${until.getTime()}`;
}

const CHUNK = 65_536;
const TAG = 16;
const PREFIX = 7;

/** Seven random bytes a file, four of a counter, one that says whether it is the last chunk. */
function nonceOf(prefix: Buffer, counter: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  prefix.copy(nonce);
  nonce.writeUInt32BE(counter, PREFIX);
  nonce.writeUInt8(last ? 1 : 0, PREFIX + 4);
  return nonce;
}

/** Cuts a stream into chunks; one chunk is always held back, because the last is sealed as such. */
abstract class Chunks extends Transform {
  protected counter = 0;
  readonly #size: number;
  #held: Buffer[] = [];
  #length = 0;

  constructor(size: number) {
    super();
    this.#size = size;
  }

  protected abstract chunk(bytes: Buffer, last: boolean): Buffer;

  override _transform(bytes: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    try {
      this.#held.push(bytes);
      this.#length += bytes.length;
      if (this.#length > this.#size) this.#release();
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    try {
      this.push(this.chunk(Buffer.concat(this.#held), true));
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  #release(): void {
    const all = Buffer.concat(this.#held);
    let at = 0;
    for (; all.length - at > this.#size; at += this.#size)
      this.push(this.chunk(all.subarray(at, at + this.#size), false));
    this.#held = [all.subarray(at)];
    this.#length = all.length - at;
  }
}

class ChunkSealer extends Chunks {
  readonly #key: KeyObject;
  readonly #place: Buffer;
  readonly #prefix = randomBytes(PREFIX);

  constructor(key: KeyObject, place: Buffer) {
    super(CHUNK);
    this.#key = key;
    this.#place = place;
  }

  protected override chunk(bytes: Buffer, last: boolean): Buffer {
    const cipher = createCipheriv("aes-256-gcm", this.#key, nonceOf(this.#prefix, this.counter, last));
    cipher.setAAD(this.#place);
    const body = cipher.update(bytes);
    cipher.final();
    return Buffer.concat([...(this.counter++ === 0 ? [this.#prefix] : []), body, cipher.getAuthTag()]);
  }
}

class ChunkOpener extends Chunks {
  readonly #key: KeyObject;
  readonly #place: Buffer;
  #prefix = Buffer.alloc(0);

  constructor(key: KeyObject, place: Buffer) {
    super(CHUNK + TAG);
    this.#key = key;
    this.#place = place;
  }

  override _transform(bytes: Buffer, encoding: BufferEncoding, done: TransformCallback): void {
    const missing = PREFIX - this.#prefix.length;
    if (missing > 0) this.#prefix = Buffer.concat([this.#prefix, bytes.subarray(0, missing)]);
    super._transform(bytes.subarray(Math.max(0, missing)), encoding, done);
  }

  protected override chunk(bytes: Buffer, last: boolean): Buffer {
    if (bytes.length < TAG || this.#prefix.length < PREFIX) throw corrupt();
    const decipher = createDecipheriv("aes-256-gcm", this.#key, nonceOf(this.#prefix, this.counter++, last), {
      authTagLength: TAG,
    });
    decipher.setAAD(this.#place);
    decipher.setAuthTag(bytes.subarray(bytes.length - TAG));
    const plain = decipher.update(bytes.subarray(0, bytes.length - TAG));
    try {
      decipher.final();
    } catch (cause) {
      throw corrupt(cause);
    }
    return plain;
  }
}
