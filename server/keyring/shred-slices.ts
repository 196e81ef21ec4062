import { AppError } from "../domain/app-error.ts";
import { forgetCaches } from "./company-cache.ts";
import { doorOf, type Keyring } from "./keyring.ts";
import { IDS_AN_ENTRY } from "./intents.ts";
import { destroyWithLedger } from "./ledger/destroy.ts";
import type { LedgerDraft } from "./ledger/entry.ts";

export interface DueSlice {
  readonly companyId: number;
  readonly id: number;
  /** Codes of domain/codes.ts. */
  readonly product: number;
  readonly class: number;
  readonly callDay: string;
  readonly expiresOn: string;
  readonly destroyAt: Date;
}

/** The slices of all companies whose end has come and whose key still exists. */
export async function dueSlices(k: Keyring, now: Date): Promise<DueSlice[]> {
  const rows = await doorOf(
    k,
    "keeper",
    "owner",
  )`select * from keyring.due_slices(${now.toISOString()}::text::timestamptz)`;
  return rows.map((row) => ({
    companyId: row["company_id"] as number,
    id: row["id"] as number,
    product: row["product"] as number,
    class: row["class"] as number,
    callDay: row["call_day"] as string,
    expiresOn: row["expires_on"] as string,
    destroyAt: row["destroy_at"] as Date,
  }));
}

/**
 * Destroys slice keys; tombstones stay. Company by company, the ledger first. Throws AppError "conflict" for a company
 * of which one slice is not due at `now`, without having touched it. Gives how many keys were destroyed.
 */
export async function shredSlices(
  k: Keyring,
  slices: readonly Pick<DueSlice, "companyId" | "id">[],
  now: Date,
): Promise<number> {
  const byCompany = new Map<number, number[]>();
  for (const { companyId, id } of slices) byCompany.set(companyId, [...(byCompany.get(companyId) ?? []), id]);
  const sql = doorOf(k, "keeper", "owner");
  let shredded = 0;
  for (const [companyId, ids] of byCompany) {
    shredded += await destroyWithLedger(k, sql, async (tx) => {
      const [row] = await tx`
        select keyring.shred_slices(${companyId}, ${`{${ids.join()}}`}::text::int4[], ${now.toISOString()}::text::timestamptz, false) as gone
      `.catch(notDue);
      const drafts: LedgerDraft[] = [];
      for (let at = 0; at < ids.length; at += IDS_AN_ENTRY)
        drafts.push({ kind: "slices", companyId, ids: ids.slice(at, at + IDS_AN_ENTRY) });
      return { value: row?.["gone"] as number, drafts };
    });
    forgetCaches(k, companyId);
  }
  return shredded;
}

/** How many slices of all companies that end on this day still have a key: the day's partitions may be dropped at none. */
export async function liveSlicesByExpiry(k: Keyring, day: string): Promise<number> {
  const [row] = await doorOf(k, "keeper", "owner")`select keyring.live_slices_by_expiry(${day}::text::date) as live`;
  return row?.["live"] as number;
}

function notDue(error: unknown): never {
  if ((error as { code?: string }).code !== "GK002") throw error;
  throw new AppError(
    "conflict",
    "One of these slices has not reached its end. Look at the clock and at the list of what is due.",
    { cause: error },
  );
}
