import type { Keyring, KeyringDoors, KeyringLog } from "./keyring.ts";
import { rootsOf } from "./root-keys.ts";
import type { RootKey, SigningKey } from "./secrets.ts";
import { catchUpWithLedger } from "./ledger/replay.ts";
import { requireRoot } from "./require-root.ts";

export interface OpenKeyringOptions {
  /** Only the doors this process has. */
  readonly sql: KeyringDoors;
  readonly rootKey: RootKey;
  /** Where the root key was read; without it a changed one is not found, and no generation can be run. */
  readonly home?: string;
  readonly signing: SigningKey;
  readonly ledgerDir: string;
  readonly clock?: () => Date;
  readonly log?: KeyringLog;
}

/**
 * Checks that the root key is the one the keyring was made with, and that the keyring is not behind its ledger; a keyring
 * from an older copy replays it first. Throws AppError "unavailable" with what to do.
 */
export async function openKeyring(options: OpenKeyringOptions): Promise<Keyring> {
  const k: Keyring = {
    sql: options.sql,
    roots: rootsOf(options.rootKey, options.home ?? null),
    signing: options.signing,
    ledgerDir: options.ledgerDir,
    clock: options.clock ?? (() => new Date()),
    log: options.log ?? { info: () => undefined },
    companies: new Map(),
    inboxKeys: new Map(),
  };
  await requireRoot(k);
  // The end of a generation may be among what is caught up with.
  if ((await catchUpWithLedger(k)) > 0) await requireRoot(k);
  return k;
}
