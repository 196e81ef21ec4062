import type { DbRole, Sql, Tx } from "../../clients.ts";
import { transaction } from "../../transaction.ts";
import { withCompany } from "../../with-company.ts";
import type { TableInfo } from "./catalogue.ts";
import { MINE, THEIRS } from "./two-companies.ts";

interface FunctionInfo {
  readonly name: string;
  readonly args: { readonly name: string; readonly type: string }[];
  readonly roles: DbRole[];
  readonly answersRows: boolean;
}

/**
 * Calls every function that takes a company, in the name of the other one and of none, with everything that is known about
 * the other one's rows. It must answer nothing and leave the other company exactly as it was.
 */
export async function checkFunctions(
  doors: (role: DbRole) => Sql,
  tables: readonly TableInfo[],
): Promise<{ functions: number; attempts: number; findings: string[] }> {
  const owner = doors("owner");
  const functions = await listFunctions(owner);
  const known = await withCompany(owner, THEIRS, (tx) => everyId(tx));
  const before = await fingerprint(owner, tables);
  const findings: string[] = [];
  let attempts = 0;
  for (const fn of functions) {
    for (const role of fn.roles) {
      for (const setting of [MINE, null]) {
        attempts++;
        const answered = await call(doors(role), setting, fn, known);
        const where = setting === null ? "without a company" : "about another company";
        if (answered) findings.push(`${fn.name}: answers ${role} ${where}`);
      }
    }
    const after = await fingerprint(owner, tables);
    if (after !== before) findings.push(`${fn.name}: changed another company`);
  }
  return { functions: functions.length, attempts, findings };
}

async function listFunctions(owner: Sql): Promise<FunctionInfo[]> {
  const rows = await owner`
    select p.proname as name, p.proretset as answers_rows, p.proargnames[1:p.pronargs] as names,
      array(select format_type(t, null) from unnest(p.proargtypes) with ordinality as a (t, n) order by n) as types,
      array(select substr(r.rolname, 8) from pg_roles r where r.rolname in ('gallra_web', 'gallra_ingest', 'gallra_keeper', 'gallra_report', 'gallra_collect')
        and has_function_privilege(r.oid, p.oid, 'execute')) as roles
    from pg_proc p where p.pronamespace = 'data'::regnamespace and p.proargnames[1] = 'p_company' order by p.proname`;
  return rows.map((row) => {
    const types = row["types"] as string[];
    return {
      name: row["name"] as string,
      args: (row["names"] as string[]).map((name, i) => ({ name, type: types[i] ?? "text" })),
      roles: row["roles"] as DbRole[],
      answersRows: row["answers_rows"] as boolean,
    };
  });
}

/** Every uuid of the other company: whoever attacks knows them all. */
async function everyId(tx: Tx): Promise<string[]> {
  const rows = await tx`
    select id from data.call_record union all select pseudonym from data.party union all select record_id from data.party
    union all select id from data.raw_segment union all select id from data.undefined_line union all select id from data.selection
    union all select selection_id from data.selection_hit union all select delivery_id from data.checkpoint union all select id from data.transfer_session`;
  return rows.map((row) => row["id"] as string);
}

async function call(sql: Sql, setting: number | null, fn: FunctionInfo, ids: readonly string[]): Promise<boolean> {
  let answered = false;
  const work = async (tx: Tx) => {
    // Arrays that belong together have equal lengths; every id is tried in every place.
    const values = fn.args.map((arg) => literal(arg.name, arg.type, ids));
    const rows = await tx.unsafe(`select * from data.${fn.name}(${values.join(", ")}) as answer`);
    answered = fn.answersRows ? rows.length > 0 : tells(rows[0]?.["answer"]);
    throw new RollBack();
  };
  try {
    await (setting === null ? transaction(sql, work) : withCompany(sql, setting, work));
  } catch (error) {
    const { code } = error as { code?: string };
    // Refused by a policy, by our own refusals, or by a value this blunt call had no idea of.
    if (!(error instanceof RollBack) && !["42501", "GL001", "GL002", "55000", "23505", "23514"].includes(code ?? ""))
      throw error;
  }
  return answered;
}

/** Whether a single value says more than "there is nothing": a count of rows would, too. */
function tells(answer: unknown): boolean {
  if (Array.isArray(answer)) return answer.length > 0;
  return !["", "0", "false", "null", "undefined"].includes(String(answer));
}

function literal(name: string, type: string, ids: readonly string[]): string {
  const n = Math.max(ids.length, 1);
  if (name === "p_company") return String(THEIRS);
  if (name === "p_before" && type === "uuid") return "'ffffffff-ffff-ffff-ffff-ffffffffffff'";
  if ((name === "p_from" || name.startsWith("p_after")) && type === "uuid")
    return "'00000000-0000-0000-0000-000000000000'";
  if (["p_sources", "p_roles", "p_kinds", "p_directions", "p_endpoints", "p_only", "p_action"].includes(name))
    return `null::${type}`;
  if (type.endsWith("[]")) {
    const element = type.slice(0, -2);
    const values = element === "uuid" ? ids.map((id) => `'${id}'`) : Array.from({ length: n }, () => one(element, ids));
    return `array[${values.join(", ")}]::${type}`;
  }
  return `${one(type, ids)}::${type}`;
}

function one(type: string, ids: readonly string[]): string {
  switch (type) {
    case "uuid":
      return `'${ids[0] ?? "00000000-0000-0000-0000-000000000000"}'`;
    case "date":
      return "'2026-03-01'";
    case "timestamp with time zone":
      return "'2026-03-01T00:00:00Z'";
    case "boolean":
      return "false";
    case "jsonb":
      return "'{}'";
    case "bytea":
    case "text":
      return "'x'";
    default:
      return String(THEIRS);
  }
}

/** All rows of the other company, in one value. */
async function fingerprint(owner: Sql, tables: readonly TableInfo[]): Promise<string> {
  return withCompany(owner, THEIRS, async (tx) => {
    const parts: string[] = [];
    for (const { table } of tables) {
      const [row] =
        await tx`select count(*)::int as n, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as hash from ${tx(`data.${table}`)} t`;
      parts.push(`${table} ${row?.["n"]} ${row?.["hash"]}`);
    }
    return parts.join("\n");
  });
}

class RollBack extends Error {}
