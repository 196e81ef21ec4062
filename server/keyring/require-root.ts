import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { AppError } from "../domain/app-error.ts";
import { doorOf, type Keyring } from "./keyring.ts";
import { type LedgerEntry, readEntry } from "./ledger/entry.ts";
import { ledgerFile } from "./ledger/ledger-file.ts";
import { withFileLock } from "./ledger/lock.ts";
import { firstLiving, segmentsBefore } from "./ledger/roll-ledger.ts";
import { settleRootFiles, isUnsettled } from "./root-files.ts";
import { secretsFolder } from "./jwk-files.ts";
import type { RootKey } from "./root-files.ts";

/**
 * The root key of this home is the one the keyring stands under; a change that a kill left between the keyring and the files
 * is brought to its end first. Throws AppError "unavailable" with what to do.
 */
export async function requireRoot(k: Keyring): Promise<void> {
  const [row] = await doorOf(
    k,
    "keeper",
    "web",
    "ingest",
    "owner",
  )`select keyring.adopt_root(${k.roots.current.kid}) as kid`;
  const kid = String(row?.["kid"]);
  if (k.roots.of(kid) === undefined) throw await otherRoot(k, kid);
  const { home } = k.roots;
  if (home === null) return;
  await settleRoot(home, kid);
  if (k.roots.current.kid !== kid) k.roots.refresh();
}

/** One process of the home at a time. */
export async function settleRoot(home: string, kid: string): Promise<boolean> {
  if (!isUnsettled(home, kid)) return false;
  return await withFileLock(join(secretsFolder(home), "root.lock"), () => settleRootFiles(home, kid));
}

/** Runs what wraps a key under the root key; when the keyring says that new keys belong under another one, once more with that. */
export async function underPresentRoot<T>(k: Keyring, work: (root: RootKey) => Promise<T>): Promise<T> {
  try {
    return await work(k.roots.current);
  } catch (error) {
    if ((error as { code?: string }).code !== "GK004") throw error;
    await requireRoot(k);
    const [row] = await doorOf(k, "keeper", "web", "owner")`
      select coalesce(next_root_kid, root_kid) as kid from keyring.generation_state()`;
    const kid = String(row?.["kid"]);
    const root = k.roots.of(kid);
    if (root === undefined) throw await otherRoot(k, kid);
    return await work(root);
  }
}

/** The root key that a copy of the keyring from before a generation was made with is gone, on purpose. */
export function beforeGeneration(entry: Extract<LedgerEntry, { kind: "root" }>): AppError {
  return new AppError(
    "unavailable",
    `This keyring is a copy from before generation ${entry.generation}, which ended on ${entry.at.slice(0, 10)}: its root key has been destroyed, and what it holds must not return. Restore a copy that was made after that day.`,
  );
}

async function otherRoot(k: Keyring, kid: string): Promise<AppError> {
  const given = await givenUp(k.ledgerDir, kid);
  if (given !== null) return beforeGeneration(given);
  return new AppError(
    "unavailable",
    "The keyring was made with another root key than secrets/root.jwk. Put the right file back from its copy; with this one nothing can be read.",
  );
}

/** The entry of the ledger by which a root key was given up. The whole file is read, since nothing else can be done. */
async function givenUp(dir: string, kid: string): Promise<Extract<LedgerEntry, { kind: "root" }> | null> {
  if (!existsSync(ledgerFile(dir))) return null;
  for (const file of [ledgerFile(dir), ...segmentsBefore(dir, firstLiving(dir)).reverse()]) {
    for await (const line of createInterface({ input: createReadStream(file) })) {
      if (!line.includes('"kind":"root"')) continue;
      const entry = readEntry(line, null);
      if (typeof entry !== "string" && entry.kind === "root" && entry.ids[0] === kid) return entry;
    }
  }
  return null;
}
