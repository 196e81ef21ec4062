import type { Tx } from "#db/clients.ts";
import type { Day } from "./day.ts";
import { rowAs, rowsAs } from "./rows.ts";

export type CaseKind = "hold" | "restriction" | "objection";
/** making: its calls are being carried. changing: its end moves. lifting: what it kept goes back under the rules. */
export type CaseState = "making" | "active" | "changing" | "lifting" | "ended";

export interface CaseRow {
  readonly companyId: number;
  readonly id: string;
  readonly kind: CaseKind;
  readonly state: CaseState;
  readonly name: string;
  readonly ground: string;
  readonly reason: string;
  /** The last day; null for a case that ends by a decision alone. */
  readonly endsOn: Day | null;
  /** Whether a person is marked in the keyring. */
  readonly ofPerson: boolean;
  /** Whether rows stand in slices of the case. */
  readonly keeps: boolean;
  readonly calls: number;
  readonly callsMissed: number;
  readonly toldOn: Day | null;
  readonly decision: "upheld" | "rejected" | null;
  readonly decidedAt: Date | null;
  readonly createdAt: Date;
  readonly createdBy: string | null;
  readonly createdByName: string;
  readonly changedAt: Date;
  readonly endedAt: Date | null;
  readonly endedBy: string | null;
  readonly endedByName: string | null;
  readonly endReason: string | null;
  /** Of a case about a person: since when the keyring knows whom it is about. */
  readonly markedAt: Date | null;
}

export type NewCase = Pick<
  CaseRow,
  | "companyId"
  | "id"
  | "kind"
  | "name"
  | "ground"
  | "reason"
  | "endsOn"
  | "ofPerson"
  | "keeps"
  | "createdAt"
  | "createdBy"
  | "createdByName"
>;

/** All verbs here: role web, inside the company. A new case is being made. */
export async function addCase(tx: Tx, row: NewCase): Promise<void> {
  await tx`insert into data.privacy_case (company_id, id, kind, state, name, ground, reason, ends_on, of_person, keeps, created_at, changed_at,
      created_by, created_by_name)
    values (${row.companyId}, ${row.id}, ${row.kind}, 'making', ${row.name}, ${row.ground}, ${row.reason}, ${row.endsOn}, ${row.ofPerson},
      ${row.keeps}, ${row.createdAt}, ${row.createdAt}, ${row.createdBy}, ${row.createdByName})`;
}

/** The case, locked until the transaction ends: two people who decide at once decide one after the other. */
export async function lockCase(tx: Tx, companyId: number, id: string): Promise<CaseRow | null> {
  const [row] =
    await tx`select * from data.privacy_case c where c.company_id = ${companyId} and c.id = ${id} for update`;
  return row === undefined ? null : rowAs(row);
}

/** Whether the case is in one of these states, which stays so until the transaction ends. */
export async function staysIn(tx: Tx, companyId: number, id: string, states: readonly CaseState[]): Promise<boolean> {
  const [row] =
    await tx`select c.state from data.privacy_case c where c.company_id = ${companyId} and c.id = ${id} for share`;
  return row !== undefined && states.includes(row["state"] as CaseState);
}

/** Of these cases those that last today, which stays so until the transaction ends: what they keep may be relied on. */
export async function lastingCases(
  tx: Tx,
  companyId: number,
  ids: readonly string[],
  today: Day,
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx`select c.id from data.privacy_case c
    where c.company_id = ${companyId} and c.id = any (${[...ids]}::uuid[]) and c.state in ('making', 'active', 'changing')
      and (c.ends_on is null or c.ends_on >= ${today}::date)
    order by c.id for share`;
  return new Set(rows.map((row) => row["id"] as string));
}

export async function caseById(tx: Tx, companyId: number, id: string): Promise<CaseRow | null> {
  const [row] = await tx`select * from data.privacy_case c where c.company_id = ${companyId} and c.id = ${id}`;
  return row === undefined ? null : rowAs(row);
}

export interface CaseListed extends CaseRow {
  /** Of its calls, how many stand in its slices. */
  readonly callsDone: number;
}

/** How many last, whatever is being done with them. */
export async function countOpenCases(tx: Tx, companyId: number): Promise<number> {
  const [row] =
    await tx`select count(*)::int as cases from data.privacy_case c where c.company_id = ${companyId} and c.state <> 'ended'`;
  return row?.["cases"] as number;
}

/** A page, the newest first; `after` is the last one of the page before. */
export async function listCases(
  tx: Tx,
  companyId: number,
  page: {
    readonly ended: boolean;
    readonly limit: number;
    readonly after?: { readonly createdAt: Date; readonly id: string };
  },
): Promise<CaseListed[]> {
  const { createdAt, id } = page.after ?? {
    createdAt: new Date("9999-01-01"),
    id: "00000000-0000-0000-0000-000000000000",
  };
  return rowsAs(
    await tx`select c.*, (select count(*)::int from data.case_call k where k.company_id = ${companyId} and k.case_id = c.id and k.state = 1) as calls_done
      from data.privacy_case c
      where c.company_id = ${companyId} and (c.state = 'ended') = ${page.ended}
        and (c.created_at < ${createdAt} or (c.created_at = ${createdAt} and c.id > ${id}))
      order by c.created_at desc, c.id limit ${page.limit}`,
  );
}

/** Cases that somebody or something has to work on: half made, changing, lifting, or over since yesterday. */
export async function openCases(tx: Tx, companyId: number, today: Day): Promise<CaseRow[]> {
  return rowsAs(
    await tx`select * from data.privacy_case c where c.company_id = ${companyId}
      and (c.state in ('making', 'changing', 'lifting') or (c.state = 'active' and c.ends_on < ${today}::date))
      order by c.created_at limit 1000`,
  );
}

export type CaseChange = Partial<
  Pick<
    CaseRow,
    | "state"
    | "endsOn"
    | "calls"
    | "callsMissed"
    | "toldOn"
    | "decision"
    | "decidedAt"
    | "endedAt"
    | "endedBy"
    | "endedByName"
    | "endReason"
    | "markedAt"
  >
> & { readonly changedAt: Date };

export async function changeCase(tx: Tx, companyId: number, id: string, change: CaseChange): Promise<void> {
  const columns = Object.fromEntries(
    Object.entries(change).map(([key, value]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
  await tx`update data.privacy_case c set ${tx(columns)} where c.company_id = ${companyId} and c.id = ${id}`;
}
