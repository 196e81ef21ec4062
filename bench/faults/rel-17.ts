import type { Sql } from "#db/clients.ts";
import { ATTACKS, type Attack } from "../audit/attacks.ts";
import { type ChainStage, openChainStage, WRITERS } from "../audit/chain-stage.ts";
import type { Fault, Figure } from "../figure.ts";

const SIZE = { quick: { rows: 500, each: 10 }, full: { rows: 10_000, each: 25 } };

/** Random attacks by a superuser on real entries, and the writers that made them. */
export const fault: Fault = {
  id: "REL-17",
  claim:
    "whatever is changed, taken out, put in, exchanged, cut off or written anew in the audit is found at its entry",
  async run({ full }): Promise<Figure[]> {
    const { rows, each } = full ? SIZE.full : SIZE.quick;
    const endings: (() => Promise<void>)[] = [];
    try {
      const stage = await openChainStage(rows, (ending) => endings.push(ending));
      return [await judgeWriters(stage), ...(await judgeAttacks(stage, each))];
    } finally {
      for (const ending of endings.reverse()) await ending();
    }
  },
};

async function judgeWriters({ written, superuser, fixture, rows, verify }: ChainStage): Promise<Figure> {
  const [row] = await superuser`
    select count(*)::int as rows, count(distinct prev)::int as links, max(seq)::int as last,
      count(distinct encode(hash, 'hex'))::int as hashes
    from data.audit where company_id = ${fixture.companyId}`;
  const numbers = new Set(written.numbers);
  const { ok } = await verify();
  const forks = (row?.["rows"] as number) - (row?.["links"] as number);
  const gaps = (row?.["last"] as number) - (row?.["rows"] as number);
  const shown = written.atOnce === WRITERS && written.rolledBack > 0 && row?.["rows"] === rows;
  return {
    id: "REL-17 writers",
    value: forks + gaps + (numbers.size === rows ? 0 : 1),
    unit: "forks and gaps",
    must: `0 with ${WRITERS} writers at once`,
    ok: forks === 0 && gaps === 0 && numbers.size === rows && ok && shown,
    detail: { rows, writers: WRITERS, atOnce: written.atOnce, rolledBack: written.rolledBack, unbroken: ok, ...row },
  };
}

async function judgeAttacks(stage: ChainStage, each: number): Promise<Figure[]> {
  const { superuser } = stage;
  await superuser`create table public.untouched as table data.audit`;
  await superuser`create table public.untouched_head as table data.audit_head`;
  const figures: Figure[] = [];
  for (const attack of ATTACKS) figures.push(await judgeAttack(stage, attack, each));
  return figures;
}

/** Each time at another entry; the first and the last possible one are among them. */
async function judgeAttack(stage: ChainStage, attack: Attack, each: number): Promise<Figure> {
  const { superuser, fixture, rows, signed, verify } = stage;
  const latest = attack.latest(rows, signed);
  const detail = {
    entries: rows,
    attacks: 0,
    happened: 0,
    right: 0,
    wholeWithoutHeads: 0,
    wholeBefore: 0,
    missed: [] as string[],
  };
  for (let n = 0; n < each; n++) {
    const at = n === 0 ? 1 : n === 1 ? latest : 1 + Math.floor(Math.random() * latest);
    if ((await verify()).ok) detail.wholeBefore++;
    await attack.run(superuser, fixture.companyId, at, rows);
    detail.attacks++;
    if (await differs(superuser)) detail.happened++;
    const { problem } = await verify();
    const expected = attack.found(at, signed);
    if (problem?.kind === attack.kind && problem.seq === expected) detail.right++;
    else detail.missed.push(`${at}: ${problem === null ? "not found" : `${problem.kind} at ${problem.seq}`}`);
    if (attack.needsHeads && (await verify("without heads")).ok) detail.wholeWithoutHeads++;
    await restore(superuser);
  }
  const shown = detail.happened === each && detail.wholeBefore === each;
  const byHeads = !attack.needsHeads || detail.wholeWithoutHeads === each;
  return {
    id: `REL-17 ${attack.kind}`,
    value: each - detail.right,
    unit: `of ${each} not found at their entry`,
    must: attack.needsHeads ? "0, and whole without the heads outside" : "0",
    ok: detail.right === each && shown && byHeads,
    detail,
  };
}

async function differs(sql: Sql): Promise<boolean> {
  const [row] = await sql`
    select exists (table data.audit except table public.untouched) or exists (table public.untouched except table data.audit) as differs`;
  return row?.["differs"] === true;
}

async function restore(sql: Sql): Promise<void> {
  await sql`truncate data.audit, data.audit_head`;
  await sql`insert into data.audit table public.untouched`;
  await sql`insert into data.audit_head table public.untouched_head`;
}
