import type { DbRole, Sql, Tx } from "../../clients.ts";
import { transaction } from "../../transaction.ts";
import { withCompany } from "../../with-company.ts";
import { type ColumnInfo, findLeafGrants, listColumns, listTables, type TableInfo } from "./catalogue.ts";
import { checkFunctions } from "./check-functions.ts";
import { fillTables, MINE, rowOf, THEIRS } from "./two-companies.ts";

export interface WallReport {
  readonly tables: number;
  readonly functions: number;
  readonly leaves: number;
  /** Single attempts to cross. */
  readonly attempts: number;
  readonly findings: readonly string[];
}

type Doors = (role: DbRole) => Sql;

const ROLES = ["web", "ingest", "keeper", "report", "collect", "jobs"] as const satisfies readonly DbRole[];

/** Stated exceptions: no personal data, and who sweeps or collects does it for all companies at once. */
const SEES_ALL: ReadonlySet<string> = new Set([
  "collect source",
  // Sealed to the collectors' key: nobody else can read them.
  "collect source_credential",
  "collect source_probe",
  // Which keys of fingerprints wait to be handed to which edge, and the public half that they are sealed to.
  "collect source_fingerprint",
  "collect edge",
  // Moments alone: how long inbox keys of days gone by are still needed.
  "keeper edge",
  "keeper stored_count",
  "keeper call_day_end",
  "keeper purge_log",
  "keeper retention_rule",
  "keeper processed_day",
  "keeper guard",
  "keeper alarm_event",
  // Ids and moments alone: which companies have anything to send.
  "keeper alarm_recipient",
  "keeper alarm_message",
]);

/**
 * Tries, as each of the application's own roles, to read, write, change and delete another company's rows in every table
 * that has a company_id and through every function, in a database that is used for nothing else.
 */
export async function checkWall(doors: Doors): Promise<WallReport> {
  const owner = doors("owner");
  const tables = (await listTables(owner)).filter((table) => table.hasCompany);
  const findings = tables
    .filter((table) => !table.walled)
    .map((table) => `${table.table}: row-level security is not forced`);
  await fillTables(owner, tables);
  let attempts = 0;
  for (const table of tables) {
    const columns = await listColumns(owner, table.table);
    for (const role of ROLES) {
      const crossed = await crossTable(doors(role), role, table, columns);
      attempts += crossed.attempts;
      findings.push(...crossed.findings.map((finding) => `${table.table}: ${role} ${finding}`));
    }
  }
  const functions = await checkFunctions(doors, tables);
  const leaves = await findLeafGrants(owner);
  return {
    tables: tables.length,
    functions: functions.functions,
    leaves: leaves.leaves,
    attempts: attempts + functions.attempts + leaves.leaves,
    findings: [...findings, ...functions.findings, ...leaves.findings],
  };
}

async function crossTable(
  sql: Sql,
  role: DbRole,
  { table }: TableInfo,
  columns: readonly ColumnInfo[],
): Promise<{ attempts: number; findings: string[] }> {
  const seesAll = SEES_ALL.has(`${role} ${table}`);
  const findings: string[] = [];
  const name = `data.${table}`;
  const others = await tryOut(sql, MINE, (tx) => tx`select 1 from ${tx(name)} where company_id = ${THEIRS}`);
  if (others > 0 && !seesAll) findings.push("reads another company");
  const nobody = await tryOut(sql, null, (tx) => tx`select 1 from ${tx(name)}`);
  if (nobody > 0 && !seesAll) findings.push("reads without a company");
  const inserted = await tryOut(sql, MINE, (tx) => tx`insert into ${tx(name)} ${tx(rowOf(columns, THEIRS))}`);
  if (inserted > 0 && !seesAll) findings.push("writes into another company");
  const changed = await tryOut(
    sql,
    MINE,
    (tx) => tx`update ${tx(name)} set company_id = company_id where company_id = ${THEIRS}`,
  );
  if (changed > 0) findings.push("changes another company");
  const given = await tryOut(
    sql,
    MINE,
    (tx) => tx`update ${tx(name)} set company_id = ${THEIRS} where company_id = ${MINE}`,
  );
  if (given > 0) findings.push("gives a row to another company");
  const deleted = await tryOut(sql, MINE, (tx) => tx`delete from ${tx(name)} where company_id = ${THEIRS}`);
  if (deleted > 0 && !seesAll) findings.push("deletes of another company");
  return { attempts: 6, findings };
}

/** Rows touched; 0 when it was refused. Always rolled back. A refusal for another reason than the wall is an error. */
export async function tryOut(
  sql: Sql,
  companyId: number | null,
  attempt: (tx: Tx) => Promise<{ count: number }>,
): Promise<number> {
  let touched = 0;
  const work = async (tx: Tx) => {
    touched = (await attempt(tx)).count;
    throw new RollBack();
  };
  try {
    await (companyId === null ? transaction(sql, work) : withCompany(sql, companyId, work));
  } catch (error) {
    const { code } = error as { code?: string };
    if (!(error instanceof RollBack) && code !== "42501" && code !== "23505") throw error;
    if (code === "42501") return 0;
    // The wall asks before the index does: who collides has crossed.
    if (code === "23505") return 1;
  }
  return touched;
}

class RollBack extends Error {}
