import { createCipheriv, hkdfSync, randomBytes, scrypt } from "node:crypto";
import { Encrypter, type Recipient, Stanza } from "age-encryption";
import { z } from "zod";
import { AppError } from "../../domain/app-error.ts";

/** For whom a file is encrypted: the holder of an age key, or whoever knows a passphrase. */
export const EncryptFor = z.union([
  z.strictObject({ recipient: z.string().trim().min(20).max(4_000) }),
  z.strictObject({ passphrase: z.string().min(12).max(1_000) }),
]);
export type EncryptFor = z.infer<typeof EncryptFor>;

/**
 * All that is kept of it while the file lives, sealed under the export's key: the header of the age file, and the key of its
 * payload. Nothing in it leads back to the passphrase. With its own nonce, so that the file is the same at every download.
 */
export interface Envelope {
  readonly header: Buffer;
  readonly fileKey: Buffer;
  readonly nonce: Buffer;
}

/** Makes the header of a file for somebody. The passphrase is not needed after this. Throws AppError "bad-input". */
export async function makeEnvelope(encryptFor: EncryptFor): Promise<Envelope> {
  let fileKey: Buffer | null = null;
  const keep = (key: Uint8Array) => {
    fileKey = Buffer.from(key);
  };
  const encrypter = new Encrypter();
  if ("passphrase" in encryptFor) encrypter.addRecipient(passphraseRecipient(encryptFor.passphrase, keep));
  else {
    addKey(encrypter, encryptFor.recipient);
    encrypter.addRecipient(onlooker(keep));
  }
  const empty = Buffer.from(await encrypter.encrypt(new Uint8Array(0)));
  if (fileKey === null) throw new Error("the library asked nobody to wrap its key");
  return { header: empty.subarray(0, empty.length - NONCE - TAG), fileKey, nonce: randomBytes(NONCE) };
}

const NONCE = 16;
const TAG = 16;

/** A recipient that is told the key of the file and adds nothing to its header. */
function onlooker(keep: (fileKey: Uint8Array) => void): Recipient {
  return {
    wrapFileKey(fileKey) {
      keep(fileKey);
      return [];
    },
  };
}

function addKey(encrypter: Encrypter, recipient: string): void {
  try {
    if (!/^age1[0-9a-z]+$/.test(recipient)) throw new RangeError("not a recipient");
    encrypter.addRecipient(recipient);
  } catch (cause) {
    throw new AppError(
      "bad-input",
      "This is no public age key. It begins with age1; whoever will open the file makes one with age-keygen. A key that begins with AGE-SECRET-KEY is secret: keep it.",
      { cause, field: "encryptFor" },
    );
  }
}

/** Work factor of the passphrase, as the program age takes it by default: a quarter of a gigabyte and a second each. */
const LOG_N = 18;

/** The scrypt recipient of age (C2SP age.md, "scrypt recipient stanza") over Node's scrypt, which does not block the process. */
function passphraseRecipient(passphrase: string, keep: (fileKey: Uint8Array) => void): Recipient {
  return {
    async wrapFileKey(fileKey) {
      keep(fileKey);
      const salt = randomBytes(16);
      const key = await derive(passphrase, Buffer.concat([Buffer.from("age-encryption.org/v1/scrypt"), salt]));
      const cipher = createCipheriv("chacha20-poly1305", key, Buffer.alloc(12), { authTagLength: TAG });
      const body = Buffer.concat([cipher.update(fileKey), cipher.final(), cipher.getAuthTag()]);
      key.fill(0);
      return [new Stanza(["scrypt", salt.toString("base64").replaceAll("=", ""), String(LOG_N)], body)];
    },
  };
}

let turn: Promise<unknown> = Promise.resolve();
let inQueue = 0;
const LONGEST_QUEUE = 20;

/** One at a time: each takes 256 MB while it runs, and past a point is turned away. */
function derive(passphrase: string, salt: Buffer): Promise<Buffer> {
  if (inQueue >= LONGEST_QUEUE)
    throw new AppError("limit", "Too many files are being locked at once. Try again in a minute.", { retry: true });
  inQueue++;
  const mine = turn.then(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        const options = { N: 2 ** LOG_N, r: 8, p: 1, maxmem: 2 ** 29 };
        scrypt(passphrase, salt, 32, options, (error, key) => (error === null ? resolve(key) : reject(error)));
      }),
  );
  turn = mine.catch(() => undefined).finally(() => inQueue--);
  return mine;
}

const CHUNK = 65_536;

/** The file as the program age opens it: header, nonce, chunks of 64 KiB under ChaCha20-Poly1305 (STREAM). Flat in memory. */
export async function* ageFile(envelope: Envelope, plain: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const key = Buffer.from(hkdfSync("sha256", envelope.fileKey, envelope.nonce, "payload", 32));
  const nonce = Buffer.alloc(12);
  yield Buffer.concat([envelope.header, envelope.nonce]);
  const sealed = (bytes: Buffer, last: boolean): Buffer => {
    nonce.writeUInt8(last ? 1 : 0, 11);
    const cipher = createCipheriv("chacha20-poly1305", key, nonce, { authTagLength: TAG });
    const body = Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    nonce.writeUIntBE(nonce.readUIntBE(5, 6) + 1, 5, 6);
    return body;
  };
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of plain) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    let at = 0;
    // The last chunk is sealed as such and is never empty, so that one is always held back.
    for (; held.length - at > CHUNK; at += CHUNK) yield sealed(held.subarray(at, at + CHUNK), false);
    held = held.subarray(at);
  }
  yield sealed(held, true);
}

export function envelopeBytes({ header, fileKey, nonce }: Envelope): Buffer {
  return Buffer.from(JSON.stringify([header, fileKey, nonce].map((bytes) => bytes.toString("base64"))));
}

export function readEnvelope(bytes: Buffer): Envelope {
  const [header, fileKey, nonce] = z
    .tuple([z.base64(), z.base64(), z.base64()])
    .parse(JSON.parse(bytes.toString()))
    .map((text) => Buffer.from(text, "base64"));
  if (header === undefined || fileKey === undefined || nonce === undefined) throw new RangeError("not an envelope");
  return { header, fileKey, nonce };
}
