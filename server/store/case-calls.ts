import type { Tx } from "#db/clients.ts";
import type { Day } from "./day.ts";
import { rowsAs } from "./rows.ts";
import type { CaseKind } from "./cases.ts";

/** How a call of a case stands. */
export const CALL_STATES = { waits: 0, carried: 1, missed: 2 } as const;

/** All verbs here: role web, inside the company. The calls of a selection become those of a case; answers how many. */
export async function openCase(
  tx: Tx,
  companyId: number,
  caseId: string,
  selectionId: string,
  limit: number,
): Promise<number> {
  const [row] = await tx`select data.open_case(${companyId}, ${caseId}, ${selectionId}, ${limit}) as calls`;
  return row?.["calls"] as number;
}

/** Calls of a case in one state, the oldest first; `after` is the last one seen. */
export async function callsOfCase(
  tx: Tx,
  companyId: number,
  caseId: string,
  page: { readonly state: number; readonly after?: string; readonly limit: number },
): Promise<string[]> {
  const after = page.after ?? "00000000-0000-0000-0000-000000000000";
  const rows = await tx`select k.record_id from data.case_call k
    where k.company_id = ${companyId} and k.case_id = ${caseId} and k.state = ${page.state} and k.record_id > ${after}
    order by k.record_id limit ${page.limit}`;
  return rows.map((row) => row["record_id"] as string);
}

export async function setCallState(
  tx: Tx,
  companyId: number,
  caseId: string,
  recordIds: readonly string[],
  state: number,
): Promise<void> {
  if (recordIds.length === 0) return;
  await tx`update data.case_call k set state = ${state}
    where k.company_id = ${companyId} and k.case_id = ${caseId} and k.record_id = any (${[...recordIds]}::uuid[])`;
}

export async function countCaseCalls(
  tx: Tx,
  companyId: number,
  caseId: string,
): Promise<{ readonly waits: number; readonly carried: number; readonly missed: number }> {
  const [row] =
    await tx`select count(*) filter (where k.state = 0)::int as waits, count(*) filter (where k.state = 1)::int as carried,
      count(*) filter (where k.state = 2)::int as missed
    from data.case_call k where k.company_id = ${companyId} and k.case_id = ${caseId}`;
  return {
    waits: row?.["waits"] as number,
    carried: row?.["carried"] as number,
    missed: row?.["missed"] as number,
  };
}

/** Which other cases, not ended, want some of these calls: the one that lasts longest for each. */
export async function otherCasesOf(
  tx: Tx,
  companyId: number,
  caseId: string,
): Promise<{ readonly recordId: string; readonly caseId: string }[]> {
  return rowsAs(
    await tx`select distinct on (o.record_id) o.record_id, o.case_id
      from data.case_call k
      join data.case_call o on o.company_id = ${companyId} and o.record_id = k.record_id and o.case_id <> k.case_id
      join data.privacy_case c on c.company_id = ${companyId} and c.id = o.case_id and c.state in ('making', 'active', 'changing')
      where k.company_id = ${companyId} and k.case_id = ${caseId} and k.state = 1
      order by o.record_id, c.ends_on desc nulls last, o.case_id`,
  );
}

/** Calls carried for a case that another one, not ended, has too: their rows stand in slices of one of the two. */
export async function sharedCalls(tx: Tx, companyId: number, caseId: string): Promise<string[]> {
  const rows = await tx`select distinct k.record_id from data.case_call k
    join data.case_call o on o.company_id = ${companyId} and o.record_id = k.record_id and o.case_id <> k.case_id
    join data.privacy_case c on c.company_id = ${companyId} and c.id = o.case_id and c.state <> 'ended'
    where k.company_id = ${companyId} and k.case_id = ${caseId} and k.state = 1
    order by k.record_id`;
  return rows.map((row) => row["record_id"] as string);
}

/** A slice of a case, and what the case is. */
export interface CaseSlice {
  readonly sliceId: number;
  readonly caseId: string;
  readonly kind: CaseKind;
  readonly endsOn: Day | null;
  readonly name: string;
  /** Whether the rows in it are restricted: those of a restriction of chosen calls. */
  readonly restricts: boolean;
  /** Of raw records: the day on which they would have gone without the case. */
  readonly formerEnd: Day | null;
}

export async function caseSlices(tx: Tx, companyId: number): Promise<CaseSlice[]> {
  return rowsAs(
    await tx`select s.slice_id, s.case_id, s.former_end, c.kind, c.ends_on, c.name, (c.kind = 'restriction' and not c.of_person) as restricts
      from data.case_slice s join data.privacy_case c on c.company_id = ${companyId} and c.id = s.case_id
      where s.company_id = ${companyId}`,
  );
}

export async function addCaseSlices(
  tx: Tx,
  companyId: number,
  caseId: string,
  slices: readonly Pick<CaseSlice, "sliceId" | "formerEnd">[],
): Promise<void> {
  if (slices.length === 0) return;
  const ids = `{${slices.map((one) => one.sliceId).join()}}`;
  const ends = `{${slices.map((one) => one.formerEnd ?? "null").join()}}`;
  await tx`insert into data.case_slice (company_id, slice_id, case_id, former_end)
    select ${companyId}, n.id, ${caseId}, n.former from unnest(${ids}::text::int[], ${ends}::text::date[]) as n (id, former)
    on conflict do nothing`;
}

/** The end of a case: nothing says any more that it had calls or slices. */
export async function dropCaseRows(tx: Tx, companyId: number, caseId: string): Promise<void> {
  await tx`delete from data.case_slice s where s.company_id = ${companyId} and s.case_id = ${caseId}`;
  await tx`delete from data.case_call k where k.company_id = ${companyId} and k.case_id = ${caseId}`;
}

/** Calls that are restricted themselves, for what is counted without anybody's row: at most `limit`. */
export async function restrictedCalls(
  tx: Tx,
  companyId: number,
  range: { readonly from: string; readonly before: string; readonly limit: number },
): Promise<string[]> {
  const rows = await tx`select distinct k.record_id from data.case_call k
    join data.privacy_case c on c.company_id = ${companyId} and c.id = k.case_id and c.kind = 'restriction' and not c.of_person
      and c.state <> 'ended'
    where k.company_id = ${companyId} and k.state < 2 and k.record_id >= ${range.from} and k.record_id < ${range.before}
    limit ${range.limit}`;
  return rows.map((row) => row["record_id"] as string);
}

/** The latest day on which one of these rows ends; null where none is there. */
export async function latestEnd(
  tx: Tx,
  companyId: number,
  probes: readonly { readonly day: Day; readonly pseudonym: Buffer }[],
): Promise<Day | null> {
  const days = `{${probes.map((probe) => probe.day).join()}}`;
  const pseudonyms = `{${probes.map((probe) => probe.pseudonym.toString("hex")).join()}}`;
  const [row] =
    await tx`select data.latest_end(${companyId}, ${days}::text::date[], ${pseudonyms}::text::uuid[]) as day`;
  return (row?.["day"] as Day | null | undefined) ?? null;
}

/** Of these calls those that wait to be carried into slices of a case. */
export async function waitingCalls(
  tx: Tx,
  companyId: number,
  recordIds: readonly string[],
): Promise<{ readonly recordId: string; readonly kind: CaseKind; readonly endsOn: Day | null }[]> {
  if (recordIds.length === 0) return [];
  return rowsAs(
    await tx`select k.record_id, c.kind, c.ends_on from data.case_call k
      join data.privacy_case c on c.company_id = ${companyId} and c.id = k.case_id and c.state <> 'ended'
      where k.company_id = ${companyId} and k.state = 0 and k.record_id = any (${[...recordIds]}::uuid[])`,
  );
}

/** Of these calls those that a restriction is about to carry: nobody uses them from the moment it was asked for. */
export async function aboutToRestrict(tx: Tx, companyId: number, recordIds: readonly string[]): Promise<Set<string>> {
  if (recordIds.length === 0) return new Set();
  const rows = await tx`select distinct k.record_id from data.case_call k
    join data.privacy_case c on c.company_id = ${companyId} and c.id = k.case_id and c.state = 'making'
      and c.kind = 'restriction' and not c.of_person
    where k.company_id = ${companyId} and k.state = 0 and k.record_id = any (${[...recordIds]}::uuid[])`;
  return new Set(rows.map((row) => row["record_id"] as string));
}

/** All calls of the company that a restriction is about to carry; while none is being made, none. */
export async function waitingToRestrict(tx: Tx, companyId: number): Promise<Set<string>> {
  const rows = await tx`select distinct k.record_id from data.privacy_case c
    join data.case_call k on k.company_id = ${companyId} and k.case_id = c.id and k.state = 0
    where c.company_id = ${companyId} and c.state = 'making' and c.kind = 'restriction' and not c.of_person`;
  return new Set(rows.map((row) => row["record_id"] as string));
}

/** Whether a restriction of chosen calls is being made. */
export async function restrictsNow(tx: Tx, companyId: number): Promise<boolean> {
  const [row] = await tx`select exists (select from data.privacy_case c
    where c.company_id = ${companyId} and c.state = 'making' and c.kind = 'restriction' and not c.of_person) as restricts`;
  return row?.["restricts"] === true;
}

/** Whether calls of the company wait to be carried. Roles web and keeper; behind the raised fence it stays as it is. */
export async function callsWait(tx: Tx, companyId: number): Promise<boolean> {
  const [row] = await tx`select data.calls_wait(${companyId}) as waits`;
  return row?.["waits"] === true;
}

/** Whether any case of the company keeps something. */
export async function anyCaseKeeps(tx: Tx, companyId: number): Promise<boolean> {
  const [row] = await tx`select exists (select from data.privacy_case c
    where c.company_id = ${companyId} and c.keeps and c.state <> 'ended') as keeps`;
  return row?.["keeps"] === true;
}
