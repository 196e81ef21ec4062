import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { DbRole } from "#db/clients.ts";
import { companyDoor } from "./company-door.ts";
import { openTestKeyring } from "./test-keyring.ts";

// One keyring for all tests: they look, and what they try is refused.
const { database, k } = await openTestKeyring({ after }, [1, 2]);
const ROLES: readonly DbRole[] = ["web", "ingest", "keeper", "report", "collect", "jobs"];

test("no role of the application can touch a table of the keyring; roles hold EXECUTE and nothing else", async () => {
  const owner = database.keyring("owner");
  const tables = await owner`
    select c.oid::regclass::text as name, c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'keyring' and c.relkind in ('r', 'p', 'v', 'm', 'S')`;
  assert.ok(tables.length >= 12, `saw only ${tables.length} tables`);
  for (const role of ROLES) {
    const rows = await owner`
      select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'keyring' and c.relkind in ('r', 'p', 'v', 'm')
        and has_any_column_privilege(${`gallra_${role}`}, c.oid, 'select, insert, update, references')
        or n.nspname = 'keyring' and c.relkind in ('r', 'p', 'v', 'm')
        and has_table_privilege(${`gallra_${role}`}, c.oid, 'select, insert, update, delete, truncate, references, trigger')`;
    assert.deepEqual(
      rows.map((row) => row["name"]),
      [],
      role,
    );
  }
  for (const role of ["web", "ingest", "keeper"] as const) {
    await assert.rejects(database.keyring(role)`select * from keyring.subject`, { code: "42501" });
    await assert.rejects(database.keyring(role)`select * from keyring.subject_1`, { code: "42501" });
  }
  for (const role of ["report", "collect", "jobs"] as const)
    await assert.rejects(database.keyring(role)`select keyring.state()`, { code: "42501" });
});

test("every function has a fixed search path, and what a role may call runs as the owner", async () => {
  const functions = await database.keyring("owner")`
    select p.oid::regprocedure::text as name, p.prosecdef, coalesce(array_to_string(p.proconfig, ','), '') as config,
      has_function_privilege('public', p.oid, 'execute') as everybody,
      has_function_privilege('gallra_web', p.oid, 'execute') or has_function_privilege('gallra_ingest', p.oid, 'execute')
        or has_function_privilege('gallra_keeper', p.oid, 'execute') as granted
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'keyring'`;
  assert.ok(functions.length >= 40, `saw only ${functions.length} functions`);
  for (const one of functions) {
    assert.match(one["config"] as string, /search_path=keyring, pg_temp/, one["name"] as string);
    assert.equal(one["everybody"], false, one["name"] as string);
    assert.equal(one["prosecdef"], one["granted"], one["name"] as string);
  }
});

test("every table with a company has row security that its owner cannot pass, and its key starts with the company", async () => {
  const owner = database.keyring("owner");
  const rows = await owner`
    select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced,
      (select a.attname from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
        where i.indrelid = c.oid and i.indisprimary) as first_key
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'keyring' and c.relkind in ('r', 'p')
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'company_id')`;
  assert.ok(rows.length >= 13);
  for (const row of rows)
    assert.deepEqual([row["forced"], row["first_key"]], [true, "company_id"], row["name"] as string);
  for (const name of ["company_key", "subject", "slice", "watermark", "endpoint"]) {
    assert.equal((await owner.unsafe(`select count(*)::int as n from keyring.${name}`))[0]?.["n"], 0, name);
  }
});

test("a transaction that works for one company is refused another one, and one that works for none is refused all", async () => {
  const work = database.keyring("web").begin(async (tx) => {
    await tx`set local app.company_id = '1'`;
    await tx`select * from keyring.company_keys(1)`;
    await tx`select * from keyring.company_keys(2)`;
  });
  await assert.rejects(work, { code: "42501" });
  // The pool's next user starts without a company.
  await assert.rejects(database.keyring("web")`select * from keyring.company_keys(2)`, { code: "42501" });
  const rows = await companyDoor(k, 2, "web")`select generation from keyring.company_keys(2)`;
  assert.equal(rows.length, 1);
});

test("every function that takes a company refuses another one than the transaction works for, and any where it works for none, to every role", async () => {
  const functions = await database.keyring("owner")`
    select p.proname as name, array(select format_type(a, null) from unnest(p.proargtypes) as a) as types,
      array(select r from unnest(array['web', 'ingest', 'keeper']) as r where has_function_privilege('gallra_' || r, p.oid, 'execute')) as roles
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'keyring' and 'p_company' = any (p.proargnames) and p.prosecdef order by p.proname`;
  assert.ok(functions.length >= 25, `saw only ${functions.length} functions`);
  const crossed: string[] = [];
  for (const { name, types, roles } of functions) {
    const args = (types as string[]).map((type, i) => (i === 0 ? "2" : `null::${type}`));
    for (const role of roles as DbRole[]) {
      for (const [named, refusal] of [
        ["1", "42501 another company is set in this transaction"],
        ["", "42501 no company is set in this transaction"],
      ]) {
        const attempt = database.keyring(role).begin(async (tx) => {
          await tx.unsafe(`set local app.company_id = '${named}'`);
          await tx.unsafe(`select * from keyring.${name as string}(${args.join(", ")})`);
        });
        const code = await attempt.then(
          () => "answered",
          (error: { code?: string; message?: string }) => `${error.code} ${error.message}`,
        );
        if (code !== refusal) crossed.push(`${name} as ${role} with "${named}": ${code}`);
      }
    }
  }
  assert.deepEqual(crossed, []);
});

test("web resolves no identifiers, ingest reads none, neither of them shreds", async () => {
  const now = new Date().toISOString();
  await assert.rejects(
    database.keyring("ingest")`select * from keyring.reveal_subjects(1, 1, ${now}::text::timestamptz, '{}')`,
    { code: "42501" },
  );
  await assert.rejects(
    database.keyring("ingest")`select * from keyring.find_subjects(1, 1, 1::int2, now(), null, '{}', '{}', '{}')`,
    { code: "42501" },
  );
  await assert.rejects(database.keyring("web")`select keyring.inbox_private('a')`, { code: "42501" });
  for (const role of ["web", "ingest"] as const) {
    await assert.rejects(database.keyring(role)`select keyring.shred_slices(1, '{}', now(), true)`, { code: "42501" });
    await assert.rejects(database.keyring(role)`select keyring.destroy_company(1, now())`, { code: "42501" });
  }
});

test("every column says whether it is personal, a pseudonym, a key or none of these", async () => {
  const rows = await database.keyring("owner")`
    select c.relname || '.' || a.attname as name, coalesce(col_description(c.oid, a.attnum), '') as text, format_type(a.atttypid, -1) as type
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where n.nspname = 'keyring' and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped`;
  assert.ok(rows.length > 60);
  for (const row of rows)
    assert.match(row["text"] as string, /^(personal|pseudonym|key|none): \S/, row["name"] as string);
  // Nothing readable is personal: only HMACs and sealed bytes are.
  const readable = rows.filter(
    (row) => /^personal/.test(row["text"] as string) && !["uuid", "uuid[]", "bytea"].includes(row["type"] as string),
  );
  assert.deepEqual(
    readable.map((row) => row["name"]),
    [],
  );
});

test("nothing personal, no pseudonym and no key is copied into the planner's statistics", async () => {
  const owner = database.keyring("owner");
  const rows = await owner`
    select c.relname || '.' || a.attname as name, a.attstattarget as target
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    left join pg_inherits i on i.inhrelid = c.oid
    join pg_attribute p on p.attrelid = coalesce(i.inhparent, c.oid) and p.attname = a.attname
    where n.nspname = 'keyring' and c.relkind in ('r', 'p') and a.attnum > 0
      and col_description(p.attrelid, p.attnum) ~ '^(personal|pseudonym|key):'`;
  assert.ok(rows.length >= 25, `saw only ${rows.length} columns`);
  const looked = rows.filter((row) => row["target"] !== 0);
  assert.deepEqual(
    looked.map((row) => row["name"]),
    [],
  );
});
