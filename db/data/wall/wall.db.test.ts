import assert from "node:assert/strict";
import { test } from "node:test";
import { openTestDatabase } from "../../testing/database.ts";
import { findLeafGrants, findRuleBreaks } from "./catalogue.ts";
import { checkWall } from "./check-wall.ts";

test("no role of the application crosses to another company, by table or by function", async (t) => {
  const db = await openTestDatabase(t);
  const report = await checkWall((role) => db.data(role));
  assert.deepEqual(report.findings, []);
  assert.ok(report.tables >= 19, `${report.tables} tables`);
  assert.ok(report.functions >= 25, `${report.functions} functions`);
  assert.ok(report.leaves >= 6, `${report.leaves} leaves`);
});

test("a table without the wall, a leaf that is open and a function that forgets the company are found", async (t) => {
  const db = await openTestDatabase(t);
  const owner = db.data("owner");
  await owner.unsafe(`
    create table data.leaky (company_id int not null, id int not null);
    grant select, insert, update, delete on data.leaky to gallra_web;
    create unique index leaky_id on data.leaky (id);
    create function data.leak(p_company int) returns setof int language sql security definer as 'select id from data.leaky';
    grant execute on function data.leak(int) to gallra_web;
    create function data.leak_count(p_company int) returns int8 language sql security definer as 'select count(*) from data.leaky';
    grant execute on function data.leak_count(int) to gallra_web;
    create function data.leak_unset(p_company int) returns setof int language sql security definer
      as $$ select id from data.leaky where nullif(current_setting('app.company_id', true), '') is null $$;
    grant execute on function data.leak_unset(int) to gallra_web;
    create function data.leak_people(p_reseller int) returns setof data.account language sql security definer
      as 'select * from data.account where p_reseller is null';
    grant execute on function data.leak_people(int) to gallra_web;
    create function data.leak_holders(p_id int, out a int8, out b int8) language sql security definer
      as 'select count(*), 0 from data.account where scope_company_id = p_id';
    grant execute on function data.leak_holders(int) to gallra_web;
    create function data.leak_rename(p_account uuid) returns void language sql security definer
      as 'update data.account set name = ''x'' where id = p_account';
    grant execute on function data.leak_rename(uuid) to gallra_web;
    create or replace function data.list_resellers(p_company int) returns setof int language sql security definer as 'select 1 where false';
    grant execute on function data.list_resellers(int) to gallra_web;
    grant select on data.call_record_before to gallra_web`);
  const report = await checkWall((role) => db.data(role));
  for (const part of [
    "leaky: row-level",
    "leaky: web reads another",
    "leaky: web reads without",
    "leaky: web writes",
    "leaky: web changes",
    "leaky: web gives",
    "leaky: web deletes",
    "leak: answers web about another company",
    "leak: answers web without a company",
    "leak_count: answers web about another company",
    "leak_unset: answers web without a company",
    "leak_people: answers web about another company",
    "leak_people: answers web without a company",
    "leak_holders: answers web about another reseller's company",
    "leak_rename: changed another company",
    "list_resellers: takes a company and is left out",
    "call_record_before: gallra_web may SELECT",
  ]) {
    assert.ok(
      report.findings.some((finding) => finding.startsWith(part)),
      `${part} in ${report.findings.join("; ")}`,
    );
  }
  const breaks = await findRuleBreaks(owner);
  assert.deepEqual(breaks.map((finding) => finding.split(":")[0]).sort(), [
    "leak",
    "leak_count",
    "leak_holders",
    "leak_people",
    "leak_rename",
    "leak_unset",
    "leaky",
    "list_resellers",
  ]);
});

test("nothing in the schema keeps it from being distributed by company", async (t) => {
  const db = await openTestDatabase(t);
  assert.deepEqual(await findRuleBreaks(db.data("owner")), []);
  await db.data(
    "ingest",
  )`select data.ensure_days(array['2026-03-01'::date, '3026-03-01'::date]), data.ensure_months(array['2026-03-01'::date])`;
  assert.deepEqual((await findLeafGrants(db.data("owner"))).findings, []);
});

test("companies, accounts and sessions are reached through functions only", async (t) => {
  const db = await openTestDatabase(t);
  const rows = await db.data("owner")`
    select c.relname || ' ' || pg_get_userbyid(a.grantee) as grant from pg_class c, aclexplode(c.relacl) a
    where c.relnamespace = 'data'::regnamespace and c.relkind = 'r' and a.grantee <> c.relowner
      and not exists (select from pg_attribute t where t.attrelid = c.oid and t.attname = 'company_id')`;
  // What belongs to the installation and tells of no caller: public keys, the operator's bounds and mail relay, clean-up, the canary's nights.
  const open = new Set(rows.map((row) => (row["grant"] as string).split(" ")[0]));
  assert.deepEqual([...open].sort(), [
    "canary_night",
    "collector_secret",
    "inbox_public_key",
    "mail_relay",
    "retention_bound",
    "sweep_log",
  ]);
});

test("what names or points at a person in the data cluster grants no table right to web, keeper or collect", async (t) => {
  const db = await openTestDatabase(t);
  const rows = await db.data("owner")`
    select c.relname || ' ' || pg_get_userbyid(a.grantee) || ' ' || a.privilege_type as grant from pg_class c, aclexplode(c.relacl) a
    where c.relnamespace = 'data'::regnamespace and a.grantee <> c.relowner
      and c.relname in ('party', 'raw_segment', 'undefined_line', 'selection_hit', 'audit', 'audit_head', 'call_record', 'fence')`;
  assert.deepEqual(
    rows.map((row) => row["grant"]),
    ["call_record gallra_report SELECT"],
  );
});
