import { join } from "node:path";
import { openTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { createCompanyKeys } from "./company-keys.ts";
import type { Keyring } from "./keyring.ts";
import { type OpenKeyringOptions, openKeyring } from "./open-keyring.ts";
import type { Wanted } from "./resolve-subjects.ts";
import { type Secrets, temporarySecrets } from "./secrets.ts";
import type { SliceSpec } from "./slice-keys.ts";

export interface TestKeyring {
  readonly k: Keyring;
  readonly database: TestDatabase;
  readonly secrets: Secrets;
  readonly options: OpenKeyringOptions;
  /** The clock that the keyring sees. */
  readonly time: { now: Date };
  /** Another process: the same keyring with caches of its own. */
  reopen(changes?: Partial<OpenKeyringOptions>): Promise<Keyring>;
  /**
   * Two more companies with keys in the same keyring, at the hour at which it was opened: for files whose tests each have their own.
   * They run one after the other, as the clock is the keyring's.
   */
  twoMore(): Promise<TestKeyring & { readonly here: number; readonly there: number }>;
}

const BEGINS_AT = new Date("2026-06-15T10:00:00Z");

/** A keyring with keys for company 1 (and whatever else is named), every door as its own role, and a clock to play. */
export async function openTestKeyring(
  t: { after(fn: () => Promise<void>): void },
  companies: readonly number[] = [1],
): Promise<TestKeyring> {
  const database = await openTestDatabase(t);
  const secrets = await temporarySecrets();
  const time = { now: BEGINS_AT };
  const options: OpenKeyringOptions = {
    sql: { web: database.keyring("web"), ingest: database.keyring("ingest"), keeper: database.keyring("keeper") },
    rootKey: secrets.rootKey,
    signing: secrets.signing,
    ledgerDir: join(database.home, "ledger"),
    clock: () => time.now,
  };
  const k = await openKeyring(options);
  for (const company of companies) await createCompanyKeys(k, company);
  let last = Math.max(0, ...companies);
  const keyring: TestKeyring = {
    ...{ k, database, secrets, options, time },
    reopen: (changes = {}) => openKeyring({ ...options, ...changes }),
    twoMore: async () => {
      time.now = BEGINS_AT;
      const [here, there] = [++last, ++last];
      for (const company of [here, there]) await createCompanyKeys(k, company);
      return { ...keyring, here, there };
    },
  };
  return keyring;
}

/** A slice of phone numbers in product pbx that ends `days` after the call day, at midnight UTC. */
export function sliceSpec(callDay: string, days: number, changes: Partial<SliceSpec> = {}): SliceSpec {
  const destroyAt = new Date(Date.parse(`${callDay}T00:00:00Z`) + (days + 1) * 86_400_000);
  return { product: 4, class: 1, callDay, expiresOn: destroyAt.toISOString().slice(0, 10), destroyAt, ...changes };
}

/** A telephone number of a call at ten on 15 June 2026, received at once. */
export function wanted(canonical: string, changes: Partial<Wanted> = {}): Wanted {
  const calledAt = new Date("2026-06-15T09:00:00Z");
  const digits = canonical.replace(/^\+46/, "0");
  return {
    class: 1,
    canonical,
    digits,
    national: digits,
    last8: canonical.slice(-8),
    liveUntil: "2026-10-14",
    calledAt,
    receivedAt: calledAt,
    ...changes,
  };
}
