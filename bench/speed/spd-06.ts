import { join } from "node:path";
import type { Sql } from "#db/clients.ts";
import { type OwnClusters, openOwnClusters } from "#db/testing/own-clusters.ts";
import { addDays } from "#server/domain/zoned-time.ts";
import {
  createCompanyKeys,
  dueSlices,
  ensureSlices,
  type Keyring,
  openKeyring,
  shredSlices,
  type Slice,
} from "#server/keyring/index.ts";
import { temporarySecrets } from "#server/keyring/secrets.ts";
import { addCompany, addReseller, dropDay, droppableDays, ensureDays } from "#server/store/index.ts";
import { type Bench, type Figure, median, round, timed } from "../figure.ts";

const COMPANIES = 20;
/** Four products with five classes each: twenty rules a company. */
const PRODUCTS = [1, 2, 3, 4];
const CLASSES = [1, 2, 3, 4, 5];
const FULL = 1_000_000;

/** One night: keys of the due slices destroyed and the day's partitions dropped, against UPDATE ... SET NULL of every due value. */
export const bench: Bench = {
  id: "SPD-06",
  async run({ quick }): Promise<Figure[]> {
    const values = quick ? 20_000 : FULL;
    const nights = quick ? 3 : 7;
    const db = await openOwnClusters();
    try {
      const stage = await openStage(db);
      const ours: Cost[] = [];
      const plain: Cost[] = [];
      for (let night = 0; night < nights; night++) {
        ours.push(await ourNight(stage, night, values));
        plain.push(await plainNight(stage, values));
      }
      return figures(ours, plain, values);
    } finally {
      await db.close();
    }
  },
};

interface Cost {
  readonly ms: number;
  readonly walBytes: number;
  /** The part of the time that went into destroying keys, ledger included. */
  readonly shredMs?: number;
  /** The part that does not grow with the values. */
  readonly fixedMs?: number;
}

interface Stage {
  readonly db: OwnClusters;
  readonly keyring: Keyring;
  readonly companies: readonly number[];
  readonly time: { now: Date };
}

async function openStage(db: OwnClusters): Promise<Stage> {
  const time = { now: new Date() };
  const { rootKey, signing } = await temporarySecrets();
  const sql = { web: db.keyring("web"), ingest: db.keyring("ingest"), keeper: db.keyring("keeper") };
  const keyring = await openKeyring({
    sql,
    rootKey,
    signing,
    ledgerDir: join(db.home, "ledger"),
    clock: () => time.now,
  });
  const resellerId = await addReseller(db.data("web"), "Bench");
  const companies: number[] = [];
  for (let i = 0; i < COMPANIES; i++) {
    const id = await addCompany(db.data("web"), {
      resellerId,
      slug: `bench-${i}`,
      name: "Bench",
      kind: "private",
      timeZone: "Europe/Stockholm",
      country: "SE",
      outsideLine: null,
      extensionDigits: null,
      internationalPrefix: null,
      language: "sv",
    });
    await createCompanyKeys(keyring, id);
    companies.push(id);
  }
  await db
    .data("owner")
    .unsafe(`create schema bench; create table bench.plain (id uuid not null, company_id int not null, product int2 not null, class int2 not null,
    expires_on date not null, started_at timestamptz not null, duration_seconds int not null, number text, primary key (company_id, id));
    create index on bench.plain (number, id); create index on bench.plain (company_id, expires_on, product, class)`);
  return { db, keyring, companies, time };
}

async function ourNight(stage: Stage, night: number, values: number): Promise<Cost> {
  const { db, keyring, time } = stage;
  const day = addDays(new Date().toISOString().slice(0, 10), -3 - night);
  time.now = new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000);
  const slices = await makeSlices(stage, day);
  await ensureDays(db.data("ingest"), [day]);
  await db.data("owner")`insert into ${db.data("owner")(`data.party_${day.replaceAll("-", "")}`)}
    (company_id, expires_on, slice_id, source_id, pseudonym, record_id, product, role, class)
    select s.company_id, ${day}::date, s.id, 1, gen_random_uuid(), gen_random_uuid(), s.product, 1, s.class
    from unnest(${slices.map((slice) => slice.companyId)}::int[], ${slices.map((slice) => slice.id)}::int[], ${slices.map((slice) => slice.product)}::int2[],
      ${slices.map((slice) => slice.class)}::int2[]) as s (company_id, id, product, class), generate_series(1, ${Math.ceil(values / slices.length)})`;
  await settle(db);
  time.now = new Date();
  let shredMs = 0;
  const cost = await measure(db, async () => {
    const due = await dueSlices(keyring, time.now);
    if (due.length !== slices.length) throw new Error(`${due.length} of ${slices.length} slices are due`);
    shredMs = await timed(() => shredSlices(keyring, due, time.now));
    const [leaf] = (await droppableDays(db.data("keeper"), time.now)).filter((one) => one.firstDay === day);
    if (leaf === undefined) throw new Error("the day of the bench cannot be dropped");
    await dropDay(db.data("keeper"), leaf, time.now);
  });
  return { ...cost, shredMs };
}

async function makeSlices(stage: Stage, day: string): Promise<(Slice & { companyId: number })[]> {
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
    for (const slice of await ensureSlices(stage.keyring, companyId, specs)) slices.push({ ...slice, companyId });
  }
  return slices;
}

/** Twenty rules of twenty companies, each one statement over an index that finds exactly the due rows. */
async function plainNight(stage: Stage, values: number): Promise<Cost> {
  const owner = stage.db.data("owner");
  await owner`truncate bench.plain`;
  await owner`insert into bench.plain select gen_random_uuid(), c, p, k, '2026-03-01', now(), 60, '+4670' || lpad((random() * 9999999)::int::text, 7, '0')
    from unnest(${[...stage.companies]}::int[]) c, unnest(${PRODUCTS}::int2[]) p, unnest(${CLASSES}::int2[]) k,
      generate_series(1, ${Math.ceil(values / (COMPANIES * PRODUCTS.length * CLASSES.length))})`;
  await owner`analyze bench.plain`;
  await settle(stage.db);
  const updates = () => updateAll(stage);
  const cost = await measure(stage.db, updates);
  // What the statements cost when nothing is due: that part does not grow with the values.
  return { ...cost, fixedMs: await timed(updates) };
}

async function updateAll({ db, companies }: Stage): Promise<void> {
  const owner = db.data("owner");
  for (const company of companies) {
    for (const product of PRODUCTS) {
      for (const dataClass of CLASSES) {
        await owner`update bench.plain set number = null where company_id = ${company} and expires_on <= '2026-03-01'
          and product = ${product}::int2 and class = ${dataClass}::int2 and number is not null`;
      }
    }
  }
}

/** A night begins with what the day wrote on disk: the first touch of a page after it is logged whole, in both arms. */
async function settle(db: OwnClusters): Promise<void> {
  await db.data("owner")`checkpoint`;
  await db.keyring("owner")`checkpoint`;
}

async function measure(db: OwnClusters, work: () => Promise<void>): Promise<Cost> {
  const before = await walOf(db);
  const ms = await timed(work);
  return { ms, walBytes: (await walOf(db)) - before };
}

async function walOf(db: OwnClusters): Promise<number> {
  const at = async (sql: Sql) =>
    Number((await sql`select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 as at`)[0]?.["at"]);
  return (await at(db.data("owner"))) + (await at(db.keyring("owner")));
}

function figures(ours: readonly Cost[], plain: readonly Cost[], values: number): Figure[] {
  // The UPDATE grows with the rows and the drop does not: at a smaller size the first is scaled, and the detail says so.
  const scale = FULL / values;
  const scaled = ({ ms, fixedMs = 0 }: Cost) => (scale === 1 ? ms : fixedMs + Math.max(0, ms - fixedMs) * scale);
  const speed = ours.map((cost, i) => scaled(plain[i] ?? cost) / cost.ms);
  const wal = ours.map((cost, i) => ((plain[i]?.walBytes ?? 0) * scale) / cost.walBytes);
  const spread = (ratios: readonly number[]) => ({
    low: round(Math.min(...ratios)),
    high: round(Math.max(...ratios)),
    pairs: ratios.length,
  });
  const sizes = { values, scaledTo: FULL, companies: COMPANIES, rules: PRODUCTS.length * CLASSES.length };
  const of = (costs: readonly Cost[], key: keyof Cost) => round(median(costs.map((cost) => cost[key] ?? 0)));
  return [
    {
      id: "SPD-06",
      value: round(median(speed), 1),
      unit: "times faster than UPDATE",
      must: ">= 100",
      lead: ">= 300",
      ok: median(speed) >= 100,
      detail: {
        ...sizes,
        ours: of(ours, "ms"),
        oursShred: of(ours, "shredMs"),
        updateMs: of(plain, "ms"),
        ...spread(speed),
      },
    },
    {
      id: "SPD-06 WAL",
      value: round(median(wal), 1),
      unit: "times fewer WAL bytes",
      must: ">= 1000",
      lead: ">= 4000",
      ok: median(wal) >= 1000,
      detail: { ...sizes, ours: of(ours, "walBytes"), updateBytes: of(plain, "walBytes"), ...spread(wal) },
    },
  ];
}
