import { AppError } from "../domain/app-error.ts";
import type { Sql } from "#db/clients.ts";
import type { CompanyCache } from "./company-cache.ts";
import type { Roots } from "./root-keys.ts";
import type { SigningKey } from "./secrets.ts";

/** The doors a process has to the keyring cluster; each verb names those it can use. */
export interface KeyringDoors {
  readonly web?: Sql;
  readonly ingest?: Sql;
  readonly keeper?: Sql;
  readonly owner?: Sql;
}

/** `server/log.ts` fits; only closed words, numbers and booleans may be handed to it. */
export interface KeyringLog {
  info(event: string, fields: Record<string, number | boolean | string>): void;
}

/** What every verb of this room takes first. Made by `openKeyring`; nobody else looks inside. */
export interface Keyring {
  readonly sql: KeyringDoors;
  readonly roots: Roots;
  readonly signing: SigningKey;
  readonly ledgerDir: string;
  readonly clock: () => Date;
  readonly log: KeyringLog;
  readonly companies: Map<number, CompanyCache>;
  /** Private inbox keys in use, by key id; forgotten when destroyed. */
  readonly inboxKeys: Map<string, CryptoKey>;
}

/** The first of the named doors that this process has opened. Throws when it has none: that is a wiring mistake. */
export function doorOf(k: Keyring, ...roles: (keyof KeyringDoors)[]): Sql {
  for (const role of roles) {
    const sql = k.sql[role];
    if (sql !== undefined) return sql;
  }
  throw new Error(`this process has none of the keyring's doors ${roles.join(", ")}`);
}

/** Keys of a company that is unknown or off-boarded. */
export function companyGone(): AppError {
  return new AppError(
    "gone",
    "This company has no keys in the keyring: it was never set up, or it has been off-boarded.",
  );
}

/** Something sealed that does not open: changed, moved to another place, or sealed under another key. */
export function corrupt(cause?: unknown): AppError {
  return new AppError(
    "corrupt",
    "A sealed value does not open: it was changed, moved, or sealed with another key. Restore it from a backup.",
    { cause },
  );
}

/** A slice past its end: nothing of it can be read any more, here or in any copy. */
export function expired(): AppError {
  return new AppError("expired", "This data has passed its retention time and can no longer be read.");
}
