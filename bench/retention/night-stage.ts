import { join } from "node:path";
import type { Sql } from "#db/clients.ts";
import { openClusters, openOnce } from "../clusters.ts";
import type { OwnClusters } from "#db/testing/own-clusters.ts";
import type { Installation } from "#server/context.ts";
import { addDays, type Day } from "#server/domain/zoned-time.ts";
import { createCompanyKeys, ensureSlices, openKeyring, type Slice } from "#server/keyring/index.ts";
import { temporarySecrets } from "#server/keyring/secrets.ts";
import { createLog } from "#server/log.ts";
import { destroyDue } from "#server/privacy/retention/destroy-due.ts";
import { addCompany, addReseller, dropDay, droppableDays, ensureDays } from "#server/store/index.ts";
import { timed } from "../figure.ts";
import { leaveMemory } from "./leave-memory.ts";
import { PLACE } from "#server/store/place-fixture.ts";

export const COMPANIES = 20;
/** Four products with five classes each: twenty rules a company. */
export const PRODUCTS = [1, 2, 3, 4];
export const CLASSES = [1, 2, 3, 4, 5];

export interface Cost {
  readonly ms: number;
  readonly walBytes: number;
  /** The part of the time that went into destroying keys, ledger and audit included. */
  readonly shredMs?: number;
  /** The part that does not grow with the values. */
  readonly fixedMs?: number;
  /** What the day's partition had on disk. */
  readonly bytes?: number;
}

/** Twenty companies with real keys in clusters of their own, and a clock to play. */
export interface NightStage {
  readonly db: OwnClusters;
  readonly installation: Installation;
  readonly companies: readonly number[];
  readonly time: { now: Date };
  close(): Promise<void>;
}

export function openNightStage(): Promise<NightStage> {
  return openOnce("twenty companies and their nights", makeNightStage);
}

async function makeNightStage(): Promise<NightStage> {
  const db = await openClusters();
  const time = { now: new Date() };
  const { rootKey, signing } = await temporarySecrets();
  const sql = { web: db.keyring("web"), ingest: db.keyring("ingest"), keeper: db.keyring("keeper") };
  const clock = () => time.now;
  const keyring = await openKeyring({ sql, rootKey, signing, ledgerDir: join(db.home, "ledger"), clock });
  const installation: Installation = {
    env: { home: db.home, host: "127.0.0.1", port: 0, release: "bench" },
    log: createLog("bench", () => undefined),
    clock,
    sql: { web: db.data("web"), keeper: db.data("keeper") },
    keyring,
  };
  const resellerId = await addReseller(db.data("web"), "Bench");
  const companies: number[] = [];
  for (let i = 0; i < COMPANIES; i++) {
    const id = await addCompany(db.data("web"), {
      resellerId,
      slug: `bench-${i}`,
      name: "Bench",
      ...PLACE,
    });
    await createCompanyKeys(keyring, id);
    companies.push(id);
  }
  return { db, installation, companies, time, close: () => db.close() };
}

/** A night as the product makes it: the due keys of all companies, then the day's partitions. `old` rows lie on disk alone. */
export async function ourNight(
  stage: NightStage,
  night: number,
  values: number,
  { old = false }: { readonly old?: boolean } = {},
): Promise<Cost> {
  const { db, installation, time } = stage;
  const day = addDays(new Date().toISOString().slice(0, 10), -3 - night);
  time.now = new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000);
  const slices = await makeSlices(stage, day);
  await fillDay(db, day, slices, values);
  await settle(db);
  if (old) await leaveMemory(db, day);
  const bytes = await bytesOf(db, day);
  time.now = new Date();
  let shredMs = 0;
  const cost = await measure(db, async () => {
    shredMs = await timed(async () => {
      const { keys } = await destroyDue(installation);
      if (keys !== slices.length) throw new Error(`${keys} of ${slices.length} keys were due`);
    });
    const [leaf] = (await droppableDays(db.data("keeper"), time.now)).filter((one) => one.firstDay === day);
    if (leaf === undefined) throw new Error("the day of the bench cannot be dropped");
    await dropDay(db.data("keeper"), leaf, time.now);
  });
  return { ...cost, shredMs, bytes };
}

async function bytesOf(db: OwnClusters, day: Day): Promise<number> {
  const [row] = await db.data("owner")`
    select pg_total_relation_size(${`data.party_${day.replaceAll("-", "")}`}::regclass)::float8 as bytes`;
  return Number(row?.["bytes"]);
}

/** In the order of the index, which is how a bulk load is made quick; what is dropped looks the same. */
async function fillDay(
  db: OwnClusters,
  day: Day,
  slices: readonly (Slice & { companyId: number })[],
  values: number,
): Promise<void> {
  await ensureDays(db.data("ingest"), [day]);
  const owner = db.data("owner");
  await owner`insert into ${owner(`data.party_${day.replaceAll("-", "")}`)}
    (company_id, expires_on, slice_id, source_id, pseudonym, record_id, product, role, class)
    select s.company_id, ${day}::date, s.id, 1, gen_random_uuid() as pseudonym, gen_random_uuid(), s.product, 1, s.class
    from unnest(${slices.map((slice) => slice.companyId)}::int[], ${slices.map((slice) => slice.id)}::int[], ${slices.map((slice) => slice.product)}::int2[],
      ${slices.map((slice) => slice.class)}::int2[]) as s (company_id, id, product, class), generate_series(1, ${Math.ceil(values / slices.length)})
    order by pseudonym`;
  // Rows of weeks ago have long been looked after by the server when their night comes.
  for (const table of ["party", "raw_segment", "undefined_line"])
    await owner`vacuum (analyze) ${owner(`data.${table}_${day.replaceAll("-", "")}`)}`;
}

async function makeSlices(stage: NightStage, day: Day): Promise<(Slice & { companyId: number })[]> {
  const slices: (Slice & { companyId: number })[] = [];
  for (const companyId of stage.companies) {
    const specs = PRODUCTS.flatMap((product) =>
      CLASSES.map((dataClass, kept) => ({
        product,
        class: dataClass,
        callDay: addDays(day, -8 - kept),
        expiresOn: day,
        destroyAt: new Date(`${day}T00:00:00Z`),
      })),
    );
    for (const slice of await ensureSlices(stage.installation.keyring, companyId, specs))
      slices.push({ ...slice, companyId });
  }
  return slices;
}

/** A night begins with what the day wrote on disk: the first touch of a page after it is logged whole, in both arms. */
export async function settle(db: OwnClusters): Promise<void> {
  await db.data("owner")`checkpoint`;
  await db.keyring("owner")`checkpoint`;
}

export async function measure(db: OwnClusters, work: () => Promise<void>): Promise<Cost> {
  const before = await walOf(db);
  const ms = await timed(work);
  return { ms, walBytes: (await walOf(db)) - before };
}

async function walOf(db: OwnClusters): Promise<number> {
  const at = async (sql: Sql) =>
    Number((await sql`select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 as at`)[0]?.["at"]);
  return (await at(db.data("owner"))) + (await at(db.keyring("owner")));
}
