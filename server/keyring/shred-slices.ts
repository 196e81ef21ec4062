import { AppError } from "../domain/app-error.ts";
import { forgetCaches } from "./company-cache.ts";
import { companyDoor } from "./company-door.ts";
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

/** The slices of all companies, or of one, whose end has come and whose key still exists. */
export async function dueSlices(k: Keyring, now: Date, companyId?: number): Promise<DueSlice[]> {
  const at = now.toISOString();
  const rows =
    companyId === undefined
      ? await doorOf(k, "keeper", "owner")`select * from keyring.due_slices(${at}::text::timestamptz)`
      : await companyDoor(
          k,
          companyId,
          "keeper",
          "owner",
        )`select * from keyring.due_slices_of(${companyId}, ${at}::text::timestamptz)`;
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

type OneSlice = Pick<DueSlice, "companyId" | "id">;

/**
 * Destroys slice keys; tombstones stay. Many companies in one transaction, the ledger on disk before it commits. Throws
 * AppError "conflict" when one of the slices is not due at `now`, without having touched those committed with it. Gives how
 * many keys were destroyed, company by company.
 */
export async function shredNight(
  k: Keyring,
  slices: readonly OneSlice[],
  now: Date,
  signal?: AbortSignal,
): Promise<Map<number, number>> {
  const shredded = new Map<number, number>();
  for (const part of parts(slices)) {
    signal?.throwIfAborted();
    for (const [companyId, gone] of await shredPart(k, part, now))
      shredded.set(companyId, (shredded.get(companyId) ?? 0) + gone);
  }
  return shredded;
}

/** The same, and how many keys in all. */
export async function shredSlices(k: Keyring, slices: readonly OneSlice[], now: Date): Promise<number> {
  const gone = await shredNight(k, slices, now);
  return [...gone.values()].reduce((sum, one) => sum + one, 0);
}

async function shredPart(k: Keyring, part: readonly OneSlice[], now: Date): Promise<Map<number, number>> {
  const companies = `{${part.map((slice) => slice.companyId).join()}}`;
  const ids = `{${part.map((slice) => slice.id).join()}}`;
  const gone = await destroyWithLedger(k, doorOf(k, "keeper", "owner"), async (tx) => {
    const rows = await tx`
      select * from keyring.shred_night(${companies}::text::int4[], ${ids}::text::int4[], ${now.toISOString()}::text::timestamptz)
    `.catch(notDue);
    return {
      value: new Map(rows.map((row) => [row["company_id"] as number, row["gone"] as number])),
      drafts: draftsOf(part),
    };
  });
  for (const companyId of gone.keys()) forgetCaches(k, companyId);
  return gone;
}

/** One entry a company: whoever reads the ledger reads of one company at a time. */
function draftsOf(part: readonly OneSlice[]): LedgerDraft[] {
  const drafts: LedgerDraft[] = [];
  for (const [companyId, slices] of Map.groupBy(part, (slice) => slice.companyId)) {
    const ids = slices.map((slice) => slice.id);
    for (let at = 0; at < ids.length; at += IDS_AN_ENTRY)
      drafts.push({ kind: "slices", companyId, ids: ids.slice(at, at + IDS_AN_ENTRY) });
  }
  return drafts;
}

/**
 * The writers of a company wait while its keys are destroyed, so that a part holds few of them. In the order of the
 * companies: all destroyers take them in that order.
 */
function parts(slices: readonly OneSlice[]): OneSlice[][] {
  const all: OneSlice[][] = [];
  let companies = new Set<number>();
  for (const slice of slices.toSorted((a, b) => a.companyId - b.companyId || a.id - b.id)) {
    const last = all.at(-1);
    companies.add(slice.companyId);
    if (last === undefined || companies.size > COMPANIES_AT_ONCE || last.length >= SLICES_AT_ONCE) {
      all.push([slice]);
      companies = new Set([slice.companyId]);
    } else last.push(slice);
  }
  return all;
}

const COMPANIES_AT_ONCE = 50;
const SLICES_AT_ONCE = 5_000;

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
