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
    "leak: answers web",
    "call_record_before: gallra_web may SELECT",
  ]) {
    assert.ok(
      report.findings.some((finding) => finding.startsWith(part)),
      `${part} in ${report.findings.join("; ")}`,
    );
  }
  const breaks = await findRuleBreaks(owner);
  assert.deepEqual(breaks.map((finding) => finding.split(":")[0]).sort(), ["leak", "leaky"]);
});

test("nothing in the schema keeps it from being distributed by company", async (t) => {
  const db = await openTestDatabase(t);
  assert.deepEqual(await findRuleBreaks(db.data("owner")), []);
  await db.data(
    "ingest",
  )`select data.ensure_days(array['2026-03-01'::date, '3026-03-01'::date]), data.ensure_months(array['2026-03-01'::date])`;
  assert.deepEqual((await findLeafGrants(db.data("owner"))).findings, []);
});
