import { type Bench, type Figure, median, round, timed } from "../figure.ts";
import {
  CLASSES,
  COMPANIES,
  type Cost,
  measure,
  type NightStage,
  openNightStage,
  ourNight,
  PRODUCTS,
  settle,
} from "../retention/night-stage.ts";

const FULL = 1_000_000;

/** One night: keys of the due slices destroyed and the day's partitions dropped, against UPDATE ... SET NULL of every due value. */
export const bench: Bench = {
  id: "SPD-06",
  async run({ quick }): Promise<Figure[]> {
    const values = quick ? 20_000 : FULL;
    // The UPDATE of a million values takes the time it takes: three nights are what a few minutes allow.
    const nights = quick ? 1 : 3;
    const stage = await openNightStage();
    try {
      await makePlain(stage, values);
      const ours: Cost[] = [];
      const plain: Cost[] = [];
      for (let night = 0; night < nights; night++) {
        ours.push(await ourNight(stage, night, values));
        plain.push(await plainNight(stage));
      }
      return figures(ours, plain, values);
    } finally {
      await stage.close();
    }
  },
};

/** The rows that every plain night begins with. */
async function makePlain({ db, companies }: NightStage, values: number): Promise<void> {
  const owner = db.data("owner");
  await owner`create schema bench`;
  await owner`create unlogged table bench.seed as
    select gen_random_uuid() as id, c as company_id, p as product, k as class, date '2026-03-01' as expires_on, now() as started_at, 60 as duration_seconds,
      '+4670' || lpad((random() * 9999999)::int::text, 7, '0') as number
    from unnest(${[...companies]}::int[]) c, unnest(${PRODUCTS}::int2[]) p, unnest(${CLASSES}::int2[]) k,
      generate_series(1, ${Math.ceil(values / (COMPANIES * PRODUCTS.length * CLASSES.length))})`;
}

/** Twenty rules of twenty companies, each one statement over an index that finds exactly the due rows. */
async function plainNight(stage: NightStage): Promise<Cost> {
  const owner = stage.db.data("owner");
  // Loaded first and indexed afterwards: the same table as if it had grown, made in a tenth of the time.
  await owner.unsafe(`drop table if exists bench.plain; create table bench.plain (id uuid not null, company_id int not null, product int2 not null,
    class int2 not null, expires_on date not null, started_at timestamptz not null, duration_seconds int not null, number text) with (autovacuum_enabled = off);
    insert into bench.plain (id, company_id, product, class, expires_on, started_at, duration_seconds, number)
      select id, company_id, product, class, expires_on, started_at, duration_seconds, number from bench.seed;
    alter table bench.plain add primary key (company_id, id); create index on bench.plain (number, id);
    create index on bench.plain (company_id, expires_on, product, class); analyze bench.plain`);
  await settle(stage.db);
  const updates = () => updateAll(stage);
  const cost = await measure(stage.db, updates);
  // What the statements cost when nothing is due: that part does not grow with the values.
  const fixedMs = await timed(updates);
  // Its million dead rows would be swept up by the server in the middle of the other arm's night.
  await owner`drop table bench.plain`;
  return { ...cost, fixedMs };
}

async function updateAll({ db, companies }: NightStage): Promise<void> {
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
