import type { Tx } from "#db/clients.ts";
import { LAST_ID } from "./ids.ts";
import { rowAs, rowsAs } from "./rows.ts";
import { list, type PartyFilters, type PartyHit, type Probe, probeArrays, rangeOf } from "./search-parties.ts";

/** A frozen choice of hits, for an export or an erasure. Role web, inside the company. */
export interface SelectionRow {
  readonly companyId: number;
  readonly id: string;
  readonly accountId: string | null;
  readonly hits: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** What was asked for, in codes and counts. No personal data. */
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface NewSelection extends Omit<SelectionRow, "hits"> {
  readonly probes: readonly Probe[];
  readonly filters?: PartyFilters;
  /** The chosen records; without it all that match. */
  readonly recordIds?: readonly string[];
}

/** So many days are frozen with one statement, so that none runs into the time limit of the role. */
const PROBES_A_STATEMENT = 32;

/** Keeps what matches now, so that what is exported or erased is what was seen. Answers how many hits. */
export async function freezeSelection(tx: Tx, selection: NewSelection): Promise<number> {
  const { companyId, id } = selection;
  const hits = await freezeProbes(tx, selection);
  await tx`insert into data.selection (company_id, id, account_id, hits, created_at, expires_at, detail)
    values (${companyId}, ${id}, ${selection.accountId}, ${hits}, ${selection.createdAt}, ${selection.expiresAt}, ${tx.json(selection.detail as never)})`;
  return hits;
}

async function freezeProbes(
  tx: Tx,
  selection: Pick<NewSelection, "companyId" | "id" | "probes" | "filters" | "recordIds">,
): Promise<number> {
  const { companyId, id, filters = {} } = selection;
  const range = rangeOf({ filters });
  let hits = 0;
  for (let at = 0; at < selection.probes.length; at += PROBES_A_STATEMENT) {
    const { days, pseudonyms } = probeArrays(selection.probes.slice(at, at + PROBES_A_STATEMENT));
    const [row] =
      await tx`select data.freeze_selection(${companyId}, ${id}, ${days}::text::date[], ${pseudonyms}::text::uuid[], ${range.from}, ${range.before},
      ${list(selection.recordIds)}::uuid[], ${list(filters.sourceIds)}::int[], ${list(filters.roles)}::int2[], ${list(filters.kinds)}::int2[],
      ${list(filters.directions)}::int2[], ${list(filters.endpointIds)}::int[],
      ${filters.apart ?? null}, ${list(filters.natures)}::int2[], ${filters.shielded ?? null}) as hits`;
    hits += row?.["hits"] as number;
  }
  return hits;
}

/** Takes out the calls that a restriction is about to carry; answers how many. */
export async function leaveWaiting(tx: Tx, companyId: number, id: string): Promise<number> {
  const [row] = await tx`select data.leave_waiting(${companyId}, ${id}) as calls`;
  return row?.["calls"] as number;
}

/** A selection without hits yet, for what finds them in parts. */
export async function addSelection(tx: Tx, row: Omit<SelectionRow, "hits">): Promise<void> {
  await tx`insert into data.selection (company_id, id, account_id, hits, created_at, expires_at, detail)
    values (${row.companyId}, ${row.id}, ${row.accountId}, 0, ${row.createdAt}, ${row.expiresAt}, ${tx.json(row.detail as never)})`;
}

/** Adds what matches now to a selection; answers how many hits came. */
export async function growSelection(
  tx: Tx,
  selection: Pick<NewSelection, "companyId" | "id" | "probes" | "filters" | "recordIds">,
): Promise<number> {
  const { companyId, id } = selection;
  const hits = await freezeProbes(tx, selection);
  await tx`select data.grow_selection(${companyId}, ${id}, ${hits})`;
  return hits;
}

/** The calls of a selection by their kind, counted in the database: a million of them never comes here. */
export async function countSelection(
  tx: Tx,
  companyId: number,
  id: string,
): Promise<{ readonly kind: number; readonly records: number }[]> {
  return rowsAs(await tx`select * from data.count_selection(${companyId}, ${id})`);
}

/** The company's fence as this transaction sees it. */
export async function epochSeen(tx: Tx, companyId: number): Promise<number> {
  const [row] = await tx`select data.read_epoch(${companyId}) as epoch`;
  return (row?.["epoch"] as number | null) ?? 0;
}

export async function setSelectionDetail(
  tx: Tx,
  companyId: number,
  id: string,
  detail: SelectionRow["detail"],
): Promise<void> {
  await tx`update data.selection s set detail = ${tx.json(detail as never)} where s.company_id = ${companyId} and s.id = ${id}`;
}

export async function selectionById(tx: Tx, companyId: number, id: string): Promise<SelectionRow | null> {
  const [row] = await tx`select * from data.selection s where s.company_id = ${companyId} and s.id = ${id}`;
  return row === undefined ? null : rowAs(row);
}

/** A hit as it was frozen. `stillThere` is false when its row has been erased or has expired since. */
export interface SelectedHit extends PartyHit {
  readonly pseudonym: string;
  readonly stillThere: boolean;
}

/** A page, newest record first; `before` is the record of the last hit read. A record is never split. */
export async function readSelection(
  tx: Tx,
  companyId: number,
  id: string,
  page: { before?: string; limit: number },
): Promise<SelectedHit[]> {
  return rowsAs(
    await tx`select * from data.read_selection(${companyId}, ${id}, ${page.before ?? LAST_ID}, ${page.limit})`,
  );
}

/** All of it, page after page; each page is one query, so that no cursor waits for a slow reader. */
export async function* eachSelected(
  tx: Tx,
  companyId: number,
  id: string,
  limit = 2_000,
): AsyncGenerator<SelectedHit[]> {
  for (let before = LAST_ID; ; ) {
    const page = await readSelection(tx, companyId, id, { before, limit });
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    before = last.recordId;
  }
}

/** All of it at once, inside the caller's transaction. */
export async function dropSelection(tx: Tx, companyId: number, id: string): Promise<void> {
  await tx`select data.drop_selection(${companyId}, ${id})`;
}

/** Takes at most `limit` hits away, and the selection with the last of them; answers how many went. */
export async function trimSelection(tx: Tx, companyId: number, id: string, limit: number): Promise<number> {
  const [row] = await tx`select data.trim_selection(${companyId}, ${id}, ${limit}) as gone`;
  return row?.["gone"] as number;
}

/** Takes the hits with these pseudonyms out of every selection; answers how many there were. */
export async function dropSelectionHits(tx: Tx, companyId: number, pseudonyms: readonly string[]): Promise<number> {
  if (pseudonyms.length === 0) return 0;
  const [row] = await tx`select data.drop_hits(${companyId}, ${[...pseudonyms]}::uuid[]) as gone`;
  return row?.["gone"] as number;
}

/** Selections that are over, to be dropped; what an export or an erasure under way still reads stays until that has ended. */
export async function overdueSelections(tx: Tx, companyId: number, now: Date): Promise<string[]> {
  const rows = await tx`select s.id from data.selection s where s.company_id = ${companyId} and s.expires_at <= ${now}
    and not exists (select from data.export_job e where e.company_id = ${companyId} and e.selection_id = s.id
      and e.state in ('waiting', 'running') and e.expires_at > ${now})
    and not exists (select from data.erasure r where r.company_id = ${companyId} and r.selection_id = s.id
      and r.state in ('asked', 'waiting', 'destroying', 'deleting', 'cleaning', 'searching'))`;
  return rows.map((row) => row["id"] as string);
}
