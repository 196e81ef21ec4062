import { companyDoor } from "./company-door.ts";
import type { Keyring } from "./keyring.ts";

/** A key that lives, whether it should or not. */
export interface KeyAge {
  readonly id: number;
  readonly product: number;
  readonly class: number;
  readonly callDay: string;
  readonly expiresOn: string;
  readonly destroyAt: Date;
  /** It belongs to a case, which no rule reaches. */
  readonly ofCase: boolean;
}

/** Every living day key of a company, the oldest call day first: also those that are past their end. */
export async function keyAges(k: Keyring, companyId: number): Promise<KeyAge[]> {
  const rows = await companyDoor(k, companyId, "web")`select * from keyring.key_ages(${companyId})`;
  return rows.map((row) => ({
    id: row["id"] as number,
    product: row["product"] as number,
    class: row["class"] as number,
    callDay: row["call_day"] as string,
    expiresOn: row["expires_on"] as string,
    destroyAt: row["destroy_at"] as Date,
    ofCase: row["of_case"] as boolean,
  }));
}

export interface KeyringStoreAge {
  readonly store: "subjects" | "endpoints" | "watermarks" | "private-numbers" | "intents" | "keys" | "boxes";
  /** Of subjects and watermarks; else 0. */
  readonly class: number;
  readonly held: number;
  readonly oldest: Date | null;
  /** Past their own end by more than a day. */
  readonly overdue: number;
}

/** What stands in the keyring of a company; empty stores are left out. */
export async function keyringStoreAges(k: Keyring, companyId: number): Promise<KeyringStoreAge[]> {
  const now = k.clock().toISOString();
  const rows = await companyDoor(k, companyId, "web")`
    select * from keyring.store_ages(${companyId}, ${now}::text::timestamptz)`;
  return rows.map((row) => ({
    store: row["store"] as KeyringStoreAge["store"],
    class: Number(row["class"]),
    held: Number(row["held"]),
    oldest: row["oldest"] as Date | null,
    overdue: Number(row["overdue"]),
  }));
}
