import { createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { notAKey, readJwk, secretsFolder, writeNew } from "./jwk-files.ts";

/** Wraps the company keys. `kid` is random: a thumbprint would be a hash of the key. */
export interface RootKey {
  readonly kid: string;
  readonly key: KeyObject;
}

/** The root key of a home. Throws AppError "unavailable" when it is missing or unreadable. */
export function readRoot(home: string): RootKey {
  return readRootFile(rootFile(home));
}

/** The root key that takes over when the generation under way ends; null when none is. */
export function readNextRoot(home: string): RootKey | null {
  return existsSync(nextFile(home)) ? readRootFile(nextFile(home)) : null;
}

/** Makes the next root key and has it on the disk, closed to others, before anything is wrapped under it. */
export function makeNextRoot(home: string): RootKey {
  writeRoot(nextFile(home));
  return readRootFile(nextFile(home));
}

export function writeRoot(file: string): void {
  writeNew(file, {
    kty: "oct",
    k: randomBytes(32).toString("base64url"),
    alg: "A256GCMKW",
    use: "enc",
    kid: randomBytes(9).toString("base64url"),
  });
  syncFolder(dirname(file));
}

/** Whether a change of the root key has not come to its end in the files. Looking needs no right to write. */
export function isUnsettled(home: string, presentKid: string): boolean {
  return existsSync(oldFile(home)) || readNextRoot(home)?.kid === presentKid;
}

/**
 * Makes the files say what the keyring says: the next root key takes the name of the present one in one step, and the old one
 * is overwritten and unlinked. May be repeated after a kill anywhere. True when an old key was destroyed.
 */
export function settleRootFiles(home: string, presentKid: string): boolean {
  const next = readNextRoot(home);
  if (next?.kid === presentKid) {
    // Under a name of its own first, so that there is a root.jwk at every moment and the old bytes can still be reached.
    if (!existsSync(oldFile(home))) linkSync(rootFile(home), oldFile(home));
    syncFolder(secretsFolder(home));
    renameSync(nextFile(home), rootFile(home));
    syncFolder(secretsFolder(home));
  }
  if (!existsSync(oldFile(home)) || readRoot(home).kid !== presentKid) return false;
  if (isSameKey(home)) unlinkSync(oldFile(home));
  else wipeFile(oldFile(home));
  return true;
}

/**
 * Overwrites a file where it lies and unlinks it. What a file system with snapshots, or a disk that moves its blocks, keeps of
 * it cannot be reached from here.
 */
export function wipeFile(file: string): void {
  const fd = openSync(file, "r+");
  try {
    const { size } = fstatSync(fd);
    writeSync(fd, randomBytes(size), 0, size, 0);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  unlinkSync(file);
  syncFolder(dirname(file));
}

export function rootFile(home: string): string {
  return join(secretsFolder(home), "root.jwk");
}

function nextFile(home: string): string {
  return join(secretsFolder(home), "root-next.jwk");
}

function oldFile(home: string): string {
  return join(secretsFolder(home), "root-old.jwk");
}

/** A kill between link and rename leaves two names of the present key. */
function isSameKey(home: string): boolean {
  return readRootFile(oldFile(home)).kid === readRoot(home).kid;
}

function readRootFile(file: string): RootKey {
  const root = readJwk(file, "root key", "Without it nothing in the keyring can be read. Put it back from its copy");
  if (root["kty"] !== "oct" || typeof root["k"] !== "string" || typeof root["kid"] !== "string") throw notAKey(file);
  const raw = Buffer.from(root["k"], "base64url");
  if (raw.length !== 32) throw notAKey(file);
  const key = createSecretKey(raw);
  raw.fill(0);
  return { kid: root["kid"], key };
}

function syncFolder(folder: string): void {
  const fd = openSync(folder, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
