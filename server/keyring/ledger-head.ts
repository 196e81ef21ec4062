import type { Keyring } from "./keyring.ts";
import { readHead } from "./ledger/ledger-file.ts";

/** The last entry of the ledger on the disk; seq 0 and no hash while nothing was ever destroyed. */
export function ledgerHead(k: Keyring): { readonly seq: number; readonly hash: string } {
  const { seq, hash } = readHead(k.ledgerDir);
  return { seq, hash };
}
