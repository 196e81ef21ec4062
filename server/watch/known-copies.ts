import type { Tx } from "#db/clients.ts";
import { type CompanyContext, door } from "../context.ts";
import { dayIn } from "../domain/zoned-time.ts";
import { findUnclassified } from "../privacy/copies/find-unclassified.ts";
import { type OldestDatum, readOldest } from "../privacy/copies/oldest-datum.ts";

type Place = Pick<CompanyContext, "company" | "env" | "sql" | "keyring" | "clock">;

interface Known {
  readonly sql: object;
  readonly at: number;
  readonly names: readonly string[];
  /** By company and day. */
  readonly oldest: Map<string, Promise<readonly OldestDatum[]>>;
}

/** A minute old is new enough for a page that asks every few seconds, and for a list of companies. */
const FRESH_MS = 60_000;
const MOST_KNOWN = 2_000;
let known: Known | null = null;

/** What belongs to no store, by name. Catalogues say the same of every company, and change with a release. */
export async function knownUnclassified(ctx: Pick<Place, "env" | "sql" | "keyring">): Promise<readonly string[]> {
  return (await fresh(ctx)).names;
}

/** The oldest of each kind, as it was measured within the last minute. */
export async function knownOldest(tx: Tx, ctx: Place): Promise<readonly OldestDatum[]> {
  const { oldest } = await fresh(ctx);
  const key = `${ctx.company.id} ${dayIn(ctx.company.timeZone, ctx.clock())}`;
  const asked = oldest.get(key) ?? readOldest(tx, ctx);
  if (oldest.size < MOST_KNOWN) oldest.set(key, asked);
  return await asked.catch((error: unknown) => {
    oldest.delete(key);
    throw error;
  });
}

async function fresh(ctx: Pick<Place, "env" | "sql" | "keyring">): Promise<Known> {
  const sql = door(ctx, "web");
  if (known === null || known.sql !== sql || performance.now() - known.at > FRESH_MS) {
    const names = (await findUnclassified(ctx)).map(({ name }) => name);
    known = { sql, at: performance.now(), names, oldest: new Map() };
  }
  return known;
}
