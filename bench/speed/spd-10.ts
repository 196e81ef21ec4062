import type postgres from "postgres";
import { plainArm } from "#bench/collect/plain-arm.ts";
import { openStage, type Stage } from "#bench/collect/stage.ts";
import { type Bench, type Figure, round } from "#bench/figure.ts";

const MIXES = [
  { name: "half of the numbers new", share: 0.5 },
  { name: "one in twenty new", share: 0.05 },
] as const;

/** Bytes a record on disk: every table and index of both clusters, against plaintext with its raw line and the same indexes. */
export const bench: Bench = {
  id: "SPD-10",
  async run({ quick }) {
    const stage = await openStage();
    try {
      const records = quick ? 10_000 : 200_000;
      await stage.ours(stage.file(1_000, 1));
      const figures: Figure[] = [];
      for (const mix of MIXES) figures.push(await measure(stage, mix, records));
      return figures;
    } finally {
      await stage.close();
    }
  },
};

async function measure(stage: Stage, mix: (typeof MIXES)[number], records: number): Promise<Figure> {
  const before = await sizes(stage);
  for (let left = records; left > 0; left -= 20_000) {
    const path = stage.file(Math.min(left, 20_000), mix.share);
    await stage.ours(path);
    await plainArm(stage.plain(1), path);
  }
  const after = await sizes(stage);
  const grown = (part: keyof Sizes) => round((after[part] - before[part]) / records, 1);
  const ours = grown("facts") + grown("parties") + grown("raw") + grown("other") + grown("keyring");
  const value = round(ours / grown("plain"), 3);
  return {
    id: "SPD-10",
    value,
    unit: `x plaintext bytes a record, ${mix.name}`,
    must: "<= 1.2",
    lead: "<= 0.9",
    ok: value <= 1.2,
    detail: {
      records,
      bytes: round(ours, 1),
      facts: grown("facts"),
      parties: grown("parties"),
      raw: grown("raw"),
      other: grown("other"),
      keyring: grown("keyring"),
      plain: grown("plain"),
    },
  };
}

interface Sizes {
  readonly facts: number;
  readonly parties: number;
  readonly raw: number;
  readonly other: number;
  readonly keyring: number;
  readonly plain: number;
}

async function sizes({ clusters }: Stage): Promise<Sizes> {
  const data = clusters.data("owner");
  const like = (pattern: string) => relationBytes(data, "data", pattern);
  const [facts, parties, raw, all] = [
    await like("call_record%"),
    await like("party%"),
    await like("raw_segment%"),
    await like("%"),
  ];
  return {
    facts,
    parties,
    raw,
    other: all - facts - parties - raw,
    keyring: await relationBytes(clusters.keyring("owner"), "keyring", "%"),
    plain: await relationBytes(data, "bench", "plain_call"),
  };
}

/** Tables with their indexes and out-of-line values. */
async function relationBytes(sql: postgres.Sql, schema: string, pattern: string): Promise<number> {
  const [row] = await sql`
    select coalesce(sum(pg_total_relation_size(c.oid)), 0)::float8 as bytes from pg_class c
    where c.relnamespace = ${schema}::regnamespace and c.relkind = 'r' and c.relname like ${pattern}`;
  return row?.["bytes"] as number;
}
