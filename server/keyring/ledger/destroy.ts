import { AppError } from "../../domain/app-error.ts";
import type { Sql, Tx } from "#db/clients.ts";
import { transaction } from "#db/transaction.ts";
import type { Keyring } from "../keyring.ts";
import type { LedgerDraft } from "./entry.ts";
import { appendEntries } from "./ledger-file.ts";
import { catchUpWithLedger, replayPending } from "./replay.ts";

/**
 * Destroys in one transaction: `work` deletes and says what it deleted, the ledger has that on disk, then the keyring
 * commits. A crash after the ledger is made good by the next opening; one before it leaves everything as it was. Without
 * drafts nothing is written. Destructions of all processes are serial.
 */
export async function destroyWithLedger<T>(
  k: Keyring,
  sql: Sql,
  work: (tx: Tx) => Promise<{ value: T; drafts: readonly LedgerDraft[] }>,
): Promise<T> {
  let written = false;
  try {
    return await transaction(sql, async (tx) => {
      const [state] = await tx`select ledger_seq, ledger_hash from keyring.ledger_begin()`;
      const seen = { seq: Number(state?.["ledger_seq"] ?? 0), hash: String(state?.["ledger_hash"] ?? "") };
      const { head } = await replayPending(k, tx, sql, seen);
      const { value, drafts } = await work(tx);
      if (drafts.length === 0) return value;
      const next = await appendEntries(k.ledgerDir, k.signing, head, k.clock(), drafts);
      written = true;
      const [row] = await tx`select keyring.ledger_advance(${head.seq}, ${next.seq}, ${next.hash}) as advanced`;
      if (row?.["advanced"] !== true)
        throw new AppError("unavailable", "Another process has just destroyed something; try again.", { retry: true });
      return value;
    });
  } catch (error) {
    // What the ledger says is to be gone must be gone before anything else is served.
    if (written) await catchUpWithLedger(k).catch(() => undefined);
    if ((error as { code?: string }).code !== "55P03") throw error;
    throw new AppError("unavailable", "The keyring is busy with other destructions; try again.", {
      retry: true,
      cause: error,
    });
  }
}
