import { DATA_CLASSES } from "../domain/codes.ts";
import type { Day } from "../domain/zoned-time.ts";
import { liveSlices } from "../keyring/index.ts";
import { type KnownJoin, knownJoins } from "../store/waiting-legs.ts";
import type { IngestContext } from "./ingest-context.ts";
import type { KnownJoins } from "./join-legs.ts";
import { withCompany } from "#db/with-company.ts";

/** The days on which legs that wait may end: those of the living keys. */
export async function waitingDays(ctx: Pick<IngestContext, "keyring">, companyId: number): Promise<Day[]> {
  const slices = await liveSlices(ctx.keyring, companyId, { classes: [DATA_CLASSES.undefined] });
  return [...new Set(slices.map((slice) => slice.expiresOn))];
}

/** What is known of these calls: legs that wait, and what was joined lately. */
export async function askKnownJoins(
  ctx: Pick<IngestContext, "keyring" | "sql">,
  { companyId, sourceId }: { readonly companyId: number; readonly sourceId: number },
  keys: readonly string[],
): Promise<KnownJoins> {
  const known = new Map<string, KnownJoin>();
  const days = await waitingDays(ctx, companyId);
  for (let at = 0; at < keys.length; at += KEYS_AT_ONCE) {
    const some = keys.slice(at, at + KEYS_AT_ONCE);
    const rows = await withCompany(ctx.sql, companyId, (tx) => knownJoins(tx, { companyId, sourceId, days }, some), {
      readOnly: true,
    });
    for (const row of rows) known.set(row.joinKey, row);
  }
  return known;
}

const KEYS_AT_ONCE = 2_000;
