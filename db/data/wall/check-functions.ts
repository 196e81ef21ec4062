import type { DbRole, Sql, Tx } from "../../clients.ts";
import { transaction } from "../../transaction.ts";
import { withCompany } from "../../with-company.ts";
import type { TableInfo } from "./catalogue.ts";
import { ACCOUNTS, BETRAYS, fillPeople, fingerprintOfPeople, SESSIONS } from "./people-of-two.ts";
import { MINE, THEIRS } from "./two-companies.ts";
import { WITHOUT_COMPANY } from "./without-company.ts";

interface FunctionInfo {
  readonly name: string;
  readonly args: { readonly name: string; readonly type: string }[];
  readonly roles: DbRole[];
  readonly answersRows: boolean;
}

/**
 * Calls every function that a role of the application may call, but those that ask about no company, with the other company's
 * id and everything that is known about its rows and people: from inside one company, from its reseller, and from nowhere. It
 * must answer nothing and leave the other company exactly as it was.
 */
export async function checkFunctions(
  doors: (role: DbRole) => Sql,
  tables: readonly TableInfo[],
): Promise<{ functions: number; attempts: number; findings: string[] }> {
  const owner = doors("owner");
  await fillPeople(owner);
  const all = await listFunctions(owner);
  const functions = all.filter(({ name }) => !WITHOUT_COMPANY.has(name));
  const known = await withCompany(owner, THEIRS, (tx) => everyId(tx));
  let before = await fingerprint(owner, tables);
  const findings = all
    .filter(({ name, args }) => WITHOUT_COMPANY.has(name) && args.some((arg) => arg.name === "p_company"))
    .map(({ name }) => `${name}: takes a company and is left out`);
  let attempts = 0;
  for (const fn of functions) {
    for (const role of fn.roles) {
      for (const [from, where] of STANDS) {
        attempts++;
        const answered = await call(doors(role), from, fn, known);
        if (answered) findings.push(`${fn.name}: answers ${role} ${where}`);
      }
    }
    const after = await fingerprint(owner, tables);
    if (after !== before) findings.push(`${fn.name}: changed another company`);
    before = after;
  }
  return { functions: functions.length, attempts, findings };
}

/** Where an attacker stands: what the transaction names before it asks. */
const STANDS = [
  [`set local app.company_id = '${MINE}'`, "about another company"],
  [`set local app.company_id = '0'; set local app.reseller_id = '${MINE}'`, "about another reseller's company"],
  ["select 1", "without a company"],
] as const;

async function listFunctions(owner: Sql): Promise<FunctionInfo[]> {
  const rows = await owner`
    select p.proname as name, p.proretset as answers_rows, p.proargnames[1:p.pronargs] as names,
      array(select format_type(t, null) from unnest(p.proargtypes) with ordinality as a (t, n) order by n) as types,
      array(select substr(r.rolname, 8) from pg_roles r where r.rolname in ('gallra_web', 'gallra_ingest', 'gallra_keeper', 'gallra_report', 'gallra_collect')
        and has_function_privilege(r.oid, p.oid, 'execute')) as roles
    from pg_proc p where p.pronamespace = 'data'::regnamespace and p.prosecdef order by p.proname`;
  return rows.map((row) => {
    const names = (row["names"] as string[] | null) ?? [];
    return {
      name: row["name"] as string,
      args: (row["types"] as string[]).map((type, i) => ({ name: names[i] ?? "", type })),
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

/** Commits what it was allowed to do, so that the fingerprint sees it. */
async function call(sql: Sql, from: string, fn: FunctionInfo, ids: readonly string[]): Promise<boolean> {
  let answered = false;
  const work = async (tx: Tx) => {
    await tx.unsafe(from);
    // Arrays that belong together have equal lengths; every id is tried in every place.
    const values = fn.args.map((arg) => literal(fn.name, arg.name, arg.type, ids));
    const rows = await tx.unsafe(`select * from data.${fn.name}(${values.join(", ")}) as answer`);
    answered = fn.answersRows ? rows.length > 0 : tells(rows[0]);
    if (fn.args.some(({ name }) => name === "p_reseller") && fn.answersRows) answered ||= await asksForAll(tx, fn);
  };
  try {
    await transaction(sql, work);
  } catch (error) {
    const { code } = error as { code?: string };
    // Refused by a policy, by our own refusals, or by a value this blunt call had no idea of.
    if (!REFUSALS.has(code ?? "")) throw error;
  }
  return answered;
}

const REFUSALS: ReadonlySet<string> = new Set([
  "42501",
  "GL001",
  "GL002",
  "GL004",
  "GL005",
  "55000",
  "22023",
  "23502",
  "23503",
  "23505",
  "23514",
]);

/** The same with no filter at all: one's own people may be answered, the other company's may not. */
async function asksForAll(tx: Tx, fn: FunctionInfo): Promise<boolean> {
  const values = fn.args.map(({ name, type }) =>
    ASKS_FOR_ALL[name] === undefined ? `null::${type}` : `${ASKS_FOR_ALL[name]}::${type}`,
  );
  const text = JSON.stringify(await tx.unsafe(`select * from data.${fn.name}(${values.join(", ")})`));
  return BETRAYS.some((word) => text.includes(word));
}

const ASKS_FOR_ALL: Readonly<Record<string, string>> = {
  p_text: "''",
  p_state: "'any'",
  p_sort: "'name'",
  p_desc: "false",
  p_skip: "0",
  p_limit: "1000",
};

/** Whether single values say more than "there is nothing": a count of rows would, too. */
function tells(row: Record<string, unknown> | undefined): boolean {
  return Object.values(row ?? {}).some((answer) =>
    Array.isArray(answer) ? answer.length > 0 : !["", "0", "false", "null", "undefined"].includes(String(answer)),
  );
}

/** What the attacker knows to put where; a hash of a token is their own. */
const KNOWN: Readonly<Record<string, string>> = {
  "p_company integer": String(THEIRS),
  "p_id integer": String(THEIRS),
  "p_reseller integer": String(THEIRS),
  "p_account uuid": `'${ACCOUNTS[THEIRS]}'`,
  "p_id uuid": `'${ACCOUNTS[THEIRS]}'`,
  "end_session.p_id": `'${SESSIONS[THEIRS]}'`,
  "p_hash bytea": `'\\x${Buffer.alloc(32, MINE).toString("hex")}'`,
  "p_keep bytea": `'\\x${Buffer.alloc(32, MINE).toString("hex")}'`,
  "p_profiles text[]": "array['dpo']",
  "p_except uuid": "null::uuid",
  "p_seen_after timestamp with time zone": "'2020-01-01T00:00:00Z'",
};

function literal(fn: string, name: string, type: string, ids: readonly string[]): string {
  const n = Math.max(ids.length, 1);
  const known = KNOWN[`${fn}.${name}`] ?? KNOWN[`${name} ${type}`];
  if (known !== undefined) return known;
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

/** All rows of the other company and of its people, in one value. */
async function fingerprint(owner: Sql, tables: readonly TableInfo[]): Promise<string> {
  const people = await fingerprintOfPeople(owner);
  return withCompany(owner, THEIRS, async (tx) => {
    // One question about all of them: it is asked after every function.
    const each = tables.map(
      ({ table }) =>
        `select '${table} ' || count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as part from data."${table}" t`,
    );
    const rows = await tx.unsafe(each.join(" union all "), [], { prepare: true });
    return [people, ...rows.map((row) => String(row["part"])).sort()].join("\n");
  });
}
