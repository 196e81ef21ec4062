import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { JWK } from "jose";
import { withCompany } from "#db/with-company.ts";
import { PRODUCTS } from "#server/domain/codes.ts";
import { currentInboxKeys, ensureInboxKeys } from "#server/keyring/index.ts";
import {
  type AllowedPort,
  allowNetwork,
  allowPort,
  COLLECTOR_PRIVATE,
  COLLECTOR_PUBLIC,
  newCollectorKey,
  publicHalfOf,
  sealCredential,
} from "#server/sources/index.ts";
import { putInboxPublicKeys } from "#server/store/inbox-keys.ts";
import { setCredentials } from "#server/store/source-credentials.ts";
import { addSource, setSourceState } from "#server/store/sources.ts";
import { type CollectorFixture, openCollectorFixture } from "#workers/collector/collector-fixture.ts";

/** A home whose sources are of any transport, for collectors that are processes of their own. */
export interface Stage {
  readonly home: string;
  readonly fixture: CollectorFixture;
  /** A running source; answers its id. */
  add(wanted: Wanted): Promise<number>;
  /** How often each source has come to a holder, and to whom last; null once it was let go in order. */
  holdings(): Promise<ReadonlyMap<number, { readonly fencing: number; readonly holder: string | null }>>;
  /** As if the time a lease lasts had passed since its holder died. */
  ageLeases(): Promise<void>;
  stored(source: number): Promise<Stored>;
  /** Stored calls of each source. */
  counts(): Promise<ReadonlyMap<number, number>>;
  /** The second in which the last call of each source starts. */
  latest(): Promise<ReadonlyMap<number, number>>;
  /** How many records of each source were known already, as the transfer log counts them. */
  known(): Promise<ReadonlyMap<number, number>>;
  /** How many frames of each source were read. */
  frames(): Promise<ReadonlyMap<number, number>>;
  /** Stores what comes, until the signal. */
  keepStoring(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export interface Wanted {
  readonly name: string;
  readonly transport: string;
  readonly driver: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly credentials?: Readonly<Record<string, string>>;
  /** UTC unless it is said; null for the company's. */
  readonly timeZone?: string | null;
  /** What the operator allows for it, beside the network of this machine. */
  readonly ports?: readonly AllowedPort[];
}

export interface Stored {
  /** Seconds in which calls start, and how many do. */
  readonly starts: ReadonlyMap<number, number>;
  readonly undefinedLines: number;
  /** What the transfer sessions count as wrong, and how many of them a collector's death has ended. */
  readonly errors: number;
  readonly interrupted: number;
  /** When a collector that lived let it go, in milliseconds. */
  readonly letGo: readonly number[];
}

export async function openStage(): Promise<Stage> {
  const closing: (() => Promise<void>)[] = [];
  const fixture = await openCollectorFixture({ after: (fn) => void closing.unshift(fn) });
  const { ingest } = fixture;
  const { db, companyId } = ingest;
  const key = newCollectorKey();
  writeFileSync(join(db.home, "secrets", COLLECTOR_PRIVATE), key);
  writeFileSync(join(db.home, "secrets", COLLECTOR_PUBLIC), publicHalfOf(key));
  allowNetwork(db.home, "prov", "127.0.0.1");
  // A process of its own goes by today's clock.
  await ensureInboxKeys(ingest.keyring, new Date().toISOString().slice(0, 10), 2);
  const keys = await currentInboxKeys(ingest.keyring);
  await putInboxPublicKeys(
    db.data("keeper"),
    keys.map(({ day, kid, publicJwk }) => ({ day, kid, jwk: { ...publicJwk } })),
  );
  const logged = (pick: (row: Record<string, unknown>) => number) =>
    withCompany(db.data("owner"), companyId, async (tx) => {
      const rows =
        await tx`select source_id as source, sum(duplicates + joined)::int as known, sum(read_frames)::int as frames
        from data.transfer_session where company_id = ${companyId} group by 1`;
      return new Map(rows.map((row) => [Number(row["source"]), pick(row)]));
    });
  return {
    home: db.home,
    fixture,
    add: (wanted) => add(fixture, JSON.parse(publicHalfOf(key)) as JWK, wanted),
    holdings: () =>
      withCompany(db.data("owner"), companyId, async (tx) => {
        const rows =
          await tx`select source_id as source, fencing, holder from data.source_lease where company_id = ${companyId}`;
        return new Map(
          rows.map((row) => [
            Number(row["source"]),
            { fencing: Number(row["fencing"]), holder: row["holder"] as string | null },
          ]),
        );
      }),
    ageLeases: () =>
      withCompany(db.data("owner"), companyId, async (tx) => {
        await tx`update data.source_lease set expires_at = now() where company_id = ${companyId}`;
      }),
    stored: (source) => storedOf(fixture, source),
    counts: () =>
      withCompany(db.data("owner"), companyId, async (tx) => {
        const rows = await tx`select source_id as source, count(*)::int as n from data.call_record
          where company_id = ${companyId} group by 1`;
        return new Map(rows.map((row) => [Number(row["source"]), Number(row["n"])]));
      }),
    latest: () =>
      withCompany(db.data("owner"), companyId, async (tx) => {
        const rows = await tx`select source_id as source, extract(epoch from max(started_at))::float8 as at
          from data.call_record where company_id = ${companyId} group by 1`;
        return new Map(rows.map((row) => [Number(row["source"]), Number(row["at"])]));
      }),
    known: () => logged((row) => Number(row["known"])),
    frames: () => logged((row) => Number(row["frames"])),
    async keepStoring(signal) {
      while (!signal.aborted) {
        await fixture.store();
        await wait(300, undefined, { signal }).catch(() => undefined);
      }
    },
    async close() {
      for (const fn of closing) await fn();
    },
  };
}

const SITE = { country: null, outsideLine: null, extensionDigits: null, internationalPrefix: null };

async function add({ ingest }: CollectorFixture, publicKey: JWK, wanted: Wanted): Promise<number> {
  const { db, companyId, time } = ingest;
  const { name, transport, driver, settings, credentials = {}, ports = [], timeZone = "UTC" } = wanted;
  for (const port of ports) allowPort(db.home, "prov", port);
  return await withCompany(db.data("web"), companyId, async (tx) => {
    const rest = { timeZone, product: PRODUCTS.pbx, driverOptions: {}, keepNames: false };
    const id = await addSource(tx, { ...SITE, ...rest, companyId, name, transport, driver, settings: { ...settings } });
    const sealed = await Promise.all(
      Object.entries(credentials).map(async ([field, value]) => ({
        name: field,
        sealed: await sealCredential({ companyId, sourceId: id, name: field }, value, publicKey),
      })),
    );
    if (sealed.length > 0) await setCredentials(tx, companyId, id, sealed, time.now);
    await setSourceState(tx, companyId, id, "running", null, time.now);
    return id;
  });
}

async function storedOf({ ingest }: CollectorFixture, source: number): Promise<Stored> {
  const { db, companyId } = ingest;
  return await withCompany(db.data("owner"), companyId, async (tx) => {
    const rows = await tx`select extract(epoch from started_at)::float8 as at, count(*)::int as n
      from data.call_record where company_id = ${companyId} and source_id = ${source} group by 1`;
    const [told] = await tx`select
      (select count(*)::int from data.undefined_line where company_id = ${companyId} and source_id = ${source}) as lines,
      (select coalesce(sum(errors), 0)::int from data.transfer_session where company_id = ${companyId} and source_id = ${source}) as errors,
      (select count(*)::int from data.transfer_session where company_id = ${companyId} and source_id = ${source}
        and outcome = 'interrupted') as interrupted`;
    const letGo = await tx`select extract(epoch from ended_at)::float8 as at from data.transfer_session
      where company_id = ${companyId} and source_id = ${source} and outcome = 'interrupted' and error is null`;
    return {
      letGo: letGo.map((row) => Number(row["at"]) * 1_000),
      starts: new Map(rows.map((row) => [Number(row["at"]), Number(row["n"])])),
      undefinedLines: Number(told?.["lines"]),
      errors: Number(told?.["errors"]),
      interrupted: Number(told?.["interrupted"]),
    };
  });
}
