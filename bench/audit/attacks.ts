import type { Sql } from "#db/clients.ts";
import type { Fault as ChainFault } from "#server/audit/chain/verdict.ts";

/** What somebody does who has the whole database, and where a verifier must find it. */
export interface Attack {
  readonly kind: ChainFault["kind"];
  /** Does it at entry `at`, of `rows`. */
  run(sql: Sql, company: number, at: number, rows: number): Promise<void>;
  /** Where it must be found; `heads` are the numbers of the signed entries. */
  found(at: number, heads: readonly number[]): number;
  /** The last entry it can be done at so that it can show. */
  readonly latest: (rows: number, heads: readonly number[]) => number;
  /** Whether a chain without the heads outside must look whole: then nothing but them finds it. */
  readonly needsHeads: boolean;
}

const here = (at: number) => at;
const plain = { found: here, needsHeads: false } as const;

const EDITS = [
  "actor = actor || 'x'",
  "action = 'data.erase'",
  "purpose = coalesce(purpose, '') || '.'",
  "at = at + interval '1 microsecond'",
  "detail = detail || '{\"shown\": -1}'",
  "actor_id = gen_random_uuid()",
  "subject_pseudonym = gen_random_uuid()",
  "ip = '192.0.2.1'",
  "prev = sha256(prev)",
  "hash = sha256(hash)",
];

export const ATTACKS: readonly Attack[] = [
  {
    ...plain,
    kind: "edited",
    latest: (rows) => rows,
    run: async (sql, company, at) => {
      const edit = EDITS[at % EDITS.length] ?? "";
      await sql.unsafe(`update data.audit set ${edit} where company_id = ${company} and seq = ${at}`);
    },
  },
  {
    ...plain,
    kind: "deleted",
    latest: (rows) => rows - 1,
    run: async (sql, company, at) => {
      await sql`delete from data.audit where company_id = ${company} and seq = ${at}`;
      if (at % 2 === 0) await shift(sql, company, at, -1);
    },
  },
  {
    ...plain,
    kind: "inserted",
    latest: (rows) => rows,
    run: async (sql, company, at) => {
      await shift(sql, company, at - 1, 1);
      // By turns with hashes that fit, and with those of somebody in a hurry.
      const own =
        at % 2 === 0
          ? "data.audit_hash(a.hash, a.company_id, a.seq + 1, a.at, null, 'Mallory', a.action, null, null, '{}', null)"
          : "sha256(a.hash)";
      await sql.unsafe(
        at === 1
          ? `insert into data.audit (company_id, seq, at, actor, action, detail, prev, hash)
              values (${company}, 1, now(), 'Mallory', 'data.search', '{}', decode(repeat('00', 32), 'hex'), sha256('x'))`
          : `insert into data.audit (company_id, seq, at, actor, action, detail, prev, hash)
              select a.company_id, a.seq + 1, a.at, 'Mallory', a.action, '{}', a.hash, ${own}
              from data.audit a where a.company_id = ${company} and a.seq = ${at - 1}`,
      );
      await setHead(sql, company);
    },
  },
  {
    ...plain,
    kind: "swapped",
    latest: (rows) => rows - 1,
    run: async (sql, company, at, rows) => {
      const other = at % 3 === 0 ? at + 1 : at + 1 + Math.floor(Math.random() * (rows - at));
      await sql`update data.audit set seq = -seq where company_id = ${company} and seq in (${at}, ${other})`;
      await sql`update data.audit set seq = case seq when ${-at} then ${other}::int8 else ${at}::int8 end
        where company_id = ${company} and seq < 0`;
    },
  },
  {
    kind: "truncated",
    latest: (_rows, heads) => heads.at(-1) ?? 1,
    found: here,
    needsHeads: true,
    run: async (sql, company, at) => {
      await sql`delete from data.audit where company_id = ${company} and seq >= ${at}`;
      await setHead(sql, company);
    },
  },
  {
    kind: "rewritten",
    latest: (_rows, heads) => heads.at(-1) ?? 1,
    found: (at, heads) => heads.find((seq) => seq >= at) ?? 0,
    needsHeads: true,
    run: async (sql, company, at) => {
      await sql`update data.audit set actor = 'Mallory' where company_id = ${company} and seq = ${at}`;
      await sql.unsafe(`do $$
        declare entry data.audit; before bytea;
        begin
          select prev into before from data.audit where company_id = ${company} and seq = ${at};
          for entry in select * from data.audit where company_id = ${company} and seq >= ${at} order by seq loop
            update data.audit a set prev = before, hash = data.audit_hash(before, a.company_id, a.seq, a.at, a.actor_id, a.actor,
                a.action, a.subject_pseudonym, a.purpose, a.detail, a.ip)
              where a.company_id = ${company} and a.seq = entry.seq returning a.hash into before;
          end loop;
        end $$`);
      await setHead(sql, company);
    },
  },
];

/** Gives the entries after one other numbers; by way of negative ones, since a key is checked row by row. */
async function shift(sql: Sql, company: number, after: number, by: number): Promise<void> {
  await sql`update data.audit set seq = -(seq + ${by}) where company_id = ${company} and seq > ${after}`;
  await sql`update data.audit set seq = -seq where company_id = ${company} and seq < 0`;
  await setHead(sql, company);
}

async function setHead(sql: Sql, company: number): Promise<void> {
  await sql`update data.audit_head h set (seq, hash) = (
      select coalesce(max(a.seq), 0), coalesce((array_agg(a.hash order by a.seq desc))[1], decode(repeat('00', 32), 'hex'))
      from data.audit a where a.company_id = ${company})
    where h.company_id = ${company}`;
}
