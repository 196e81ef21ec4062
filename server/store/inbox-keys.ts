import type { Sql } from "#db/clients.ts";
import type { Day } from "./day.ts";
import { rowsAs } from "./rows.ts";

/** The public half of a day's inbox key; collectors read it here, since they do not reach the keyring. */
export interface InboxPublicKeyRow {
  readonly day: Day;
  readonly kid: string;
  readonly jwk: Readonly<Record<string, unknown>>;
}

/** Role keeper. Keys that are known already stay as they are. */
export async function putInboxPublicKeys(keeper: Sql, keys: readonly InboxPublicKeyRow[]): Promise<void> {
  for (const key of keys) {
    await keeper`insert into data.inbox_public_key (day, kid, jwk) values (${key.day}, ${key.kid}, ${keeper.json(key.jwk as never)}) on conflict do nothing`;
  }
}

/** Roles collect, ingest, web, keeper. */
export async function listInboxPublicKeys(sql: Sql, from: Day): Promise<InboxPublicKeyRow[]> {
  return rowsAs(
    await sql`select day, kid, jwk from data.inbox_public_key k where k.day >= ${from}::date order by k.day`,
  );
}

/** Role keeper. */
export async function dropInboxPublicKeys(keeper: Sql, before: Day): Promise<void> {
  await keeper`delete from data.inbox_public_key k where k.day < ${before}::date`;
}
