import { AppError } from "../domain/app-error.ts";
import { doorOf, type Keyring, type KeyringDoors, type KeyringLog } from "./keyring.ts";
import type { RootKey, SigningKey } from "./secrets.ts";
import { catchUpWithLedger } from "./ledger/replay.ts";

export interface OpenKeyringOptions {
  /** Only the doors this process has. */
  readonly sql: KeyringDoors;
  readonly rootKey: RootKey;
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
    root: options.rootKey,
    signing: options.signing,
    ledgerDir: options.ledgerDir,
    clock: options.clock ?? (() => new Date()),
    log: options.log ?? { info: () => undefined },
    companies: new Map(),
    inboxKeys: new Map(),
  };
  const [row] = await doorOf(k, "keeper", "web", "ingest", "owner")`select keyring.adopt_root(${k.root.kid}) as kid`;
  if (row?.["kid"] !== k.root.kid) {
    throw new AppError(
      "unavailable",
      "The keyring was made with another root key than secrets/root.jwk. Put the right file back from its copy; with this one nothing can be read.",
    );
  }
  await catchUpWithLedger(k);
  return k;
}
