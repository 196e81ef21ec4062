import { join } from "node:path";
import { openTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { createCompanyKeys } from "../company-keys.ts";
import type { Keyring } from "../keyring.ts";
import { type OpenKeyringOptions, openKeyring } from "../open-keyring.ts";
import { createSecrets, loadSecrets } from "../secrets.ts";

export interface HomeKeyring {
  readonly k: Keyring;
  readonly database: TestDatabase;
  readonly home: string;
  readonly time: { now: Date };
  /** Another process of the same home: its own caches, and the files as they are now. */
  reopen(changes?: Partial<OpenKeyringOptions>): Promise<Keyring>;
}

/** A keyring whose root key stands in a file of a home, as a generation needs it. */
export async function openHomeKeyring(
  t: { after(fn: () => Promise<void>): void },
  companies: readonly number[] = [1],
): Promise<HomeKeyring> {
  const database = await openTestDatabase(t);
  const { home } = database;
  await createSecrets(home);
  const time = { now: new Date("2026-06-15T10:00:00Z") };
  const reopen = async (changes: Partial<OpenKeyringOptions> = {}) => {
    const { rootKey, signing } = await loadSecrets(home);
    return await openKeyring({
      sql: { web: database.keyring("web"), ingest: database.keyring("ingest"), keeper: database.keyring("keeper") },
      rootKey,
      signing,
      home,
      ledgerDir: join(home, "ledger"),
      clock: () => time.now,
      ...changes,
    });
  };
  const k = await reopen();
  for (const company of companies) await createCompanyKeys(k, company);
  return { k, database, home, time, reopen };
}
