import type { Tx } from "#db/clients.ts";
import type { Day } from "./day.ts";
import { rowAs, rowsAs } from "./rows.ts";

export type PatternState = "waiting" | "running" | "ready" | "failed" | "cancelled";

/** A search by a pattern. The pattern itself is sealed; its key dies with the search. */
export interface PatternRow {
  readonly companyId: number;
  readonly id: string;
  readonly accountId: string;
  readonly selectionId: string | null;
  readonly state: PatternState;
  readonly purpose: string;
  readonly fromDay: Day;
  readonly toDay: Day;
  readonly subjectsTotal: number;
  readonly subjectsDone: number;
  readonly calls: number;
  /** Calls that matched and are restricted. */
  readonly leftOut: number;
  /** Whether it stopped at its limit. */
  readonly limited: boolean;
  readonly cancelRequested: boolean;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly expiresAt: Date;
  readonly sealed: Buffer;
}

export type NewPattern = Pick<
  PatternRow,
  "companyId" | "id" | "accountId" | "purpose" | "fromDay" | "toDay" | "createdAt" | "expiresAt" | "sealed"
>;

/** All verbs here: role web, inside the company. */
export async function addPattern(tx: Tx, row: NewPattern): Promise<void> {
  await tx`insert into data.pattern_search (company_id, id, account_id, state, purpose, from_day, to_day, created_at, expires_at, sealed)
    values (${row.companyId}, ${row.id}, ${row.accountId}, 'waiting', ${row.purpose}, ${row.fromDay}, ${row.toDay}, ${row.createdAt},
      ${row.expiresAt}, ${row.sealed})`;
}

export async function patternById(tx: Tx, companyId: number, id: string): Promise<PatternRow | null> {
  const [row] = await tx`select * from data.pattern_search p where p.company_id = ${companyId} and p.id = ${id}`;
  return row === undefined ? null : counted(rowAs(row));
}

/** A person's own, the newest first. */
export async function listPatterns(tx: Tx, companyId: number, accountId: string, limit: number): Promise<PatternRow[]> {
  return rowsAs<PatternRow>(
    await tx`select * from data.pattern_search p where p.company_id = ${companyId} and p.account_id = ${accountId}
      order by p.created_at desc, p.id limit ${limit}`,
  ).map(counted);
}

/** Those that nobody has finished, after a kill; and those whose time is over. */
export async function openPatterns(tx: Tx, companyId: number, now: Date): Promise<PatternRow[]> {
  return rowsAs<PatternRow>(
    await tx`select * from data.pattern_search p
      where p.company_id = ${companyId} and (p.state in ('waiting', 'running') or p.expires_at <= ${now})
      order by p.created_at limit 1000`,
  ).map(counted);
}

export type PatternChange = Partial<
  Pick<
    PatternRow,
    | "state"
    | "selectionId"
    | "subjectsTotal"
    | "subjectsDone"
    | "calls"
    | "leftOut"
    | "limited"
    | "cancelRequested"
    | "startedAt"
    | "finishedAt"
  >
>;

export async function changePattern(tx: Tx, companyId: number, id: string, change: PatternChange): Promise<void> {
  const columns = Object.fromEntries(
    Object.entries(change).map(([key, value]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
  await tx`update data.pattern_search p set ${tx(columns)} where p.company_id = ${companyId} and p.id = ${id}`;
}

export async function dropPattern(tx: Tx, companyId: number, id: string): Promise<void> {
  await tx`delete from data.pattern_search p where p.company_id = ${companyId} and p.id = ${id}`;
}

function counted(row: PatternRow): PatternRow {
  return { ...row, subjectsTotal: Number(row.subjectsTotal), subjectsDone: Number(row.subjectsDone) };
}
