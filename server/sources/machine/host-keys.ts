import { randomBytes } from "node:crypto";
import { link, mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import ssh2 from "ssh2";

/** Newest first: a peer takes the first that it knows. */
export const HOST_KEY_KINDS = ["ed25519", "rsa"] as const;
export type HostKeyKind = (typeof HOST_KEY_KINDS)[number];

const RSA_BITS = 3072;

/**
 * What the SSH servers of one home are known by. Made once, in its secrets: a PBX remembers them, and refuses to send to a machine
 * that shows others. Two processes that make them at once end up with the same ones.
 */
export async function hostKeys(home: string): Promise<readonly string[]> {
  return await Promise.all(
    HOST_KEY_KINDS.map(
      async (kind) => (await homeHostKey(home, kind)) ?? (await keep(fileOf(home, kind), await newHostKey(kind))),
    ),
  );
}

/** null where the home has none. */
export async function homeHostKey(home: string, kind: HostKeyKind): Promise<string | null> {
  try {
    return await readFile(fileOf(home, kind), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

const MOST_TRIES = 20;

/** Now and then ssh2 makes a key that it cannot read itself: kept, it would close the door for good. */
export async function newHostKey(kind: HostKeyKind): Promise<string> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const key = await makeKey(kind);
    if (!(ssh2.utils.parseKey(key) instanceof Error)) return key;
  }
  throw new Error("ssh2 makes no key that it can read");
}

function fileOf(home: string, kind: HostKeyKind): string {
  return join(home, "secrets", `ssh-host-${kind}.key`);
}

/** Whole, or not there: a link to a name that is taken fails, and then that one holds. */
async function keep(path: string, key: string): Promise<string> {
  await mkdir(join(path, ".."), { recursive: true, mode: 0o700 });
  const half = `${path}.${randomBytes(6).toString("hex")}`;
  const file = await open(half, "wx", 0o600);
  try {
    await file.writeFile(key);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(half, path);
    return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return await readFile(path, "utf8");
  } finally {
    await rm(half, { force: true });
  }
}

function makeKey(kind: HostKeyKind): Promise<string> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, keys: { private: string }) => (error ? reject(error) : resolve(keys.private));
    if (kind === "rsa") ssh2.utils.generateKeyPair("rsa", { bits: RSA_BITS }, done);
    else ssh2.utils.generateKeyPair("ed25519", done);
  });
}
