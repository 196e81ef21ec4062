import { randomBytes } from "node:crypto";
import { link, mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import ssh2 from "ssh2";

/** Newest first: a peer takes the first that it knows. */
const KINDS = [
  { name: "ssh-host-ed25519.key", kind: "ed25519", options: {} },
  { name: "ssh-host-rsa.key", kind: "rsa", options: { bits: 3072 } },
] as const;

/**
 * What SSH servers of this machine are known by. Made once, in the secrets of the home: a PBX remembers them, and refuses to send to
 * a machine that shows others. Two collectors that make them at once end up with the same ones.
 */
export async function hostKeys(home: string): Promise<readonly string[]> {
  const folder = join(home, "secrets");
  return await Promise.all(
    KINDS.map(async ({ name, kind, options }) => {
      const path = join(folder, name);
      return (await known(path)) ?? (await keep(folder, path, await generate(kind, options)));
    }),
  );
}

async function known(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Whole, or not there: a link to a name that is taken fails, and then that one holds. */
async function keep(folder: string, path: string, key: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
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

const MOST_TRIES = 20;

/** Now and then ssh2 makes a key that it cannot read itself: kept, it would close the door for good. */
async function generate(kind: "ed25519" | "rsa", options: { readonly bits?: number }): Promise<string> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const key = await makeKey(kind, options);
    if (!(ssh2.utils.parseKey(key) instanceof Error)) return key;
  }
  throw new Error("ssh2 makes no key that it can read");
}

function makeKey(kind: "ed25519" | "rsa", options: { readonly bits?: number }): Promise<string> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, keys: { private: string }) => (error ? reject(error) : resolve(keys.private));
    if (kind === "rsa") ssh2.utils.generateKeyPair("rsa", { bits: options.bits ?? 3072 }, done);
    else ssh2.utils.generateKeyPair("ed25519", done);
  });
}
