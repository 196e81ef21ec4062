import assert from "node:assert/strict";
import { test } from "node:test";
import { openTestDatabase } from "./database.ts";

test("a role of ours is no superuser, owns no other role and comes in by its own password only", async (t) => {
  const database = await openTestDatabase(t);
  const [row] = await database.data(
    "web",
  )`select rolsuper, rolcreaterole, rolcreatedb, rolbypassrls from pg_roles where rolname = current_user`;
  assert.deepEqual({ ...row }, { rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolbypassrls: false });
  const members = await database.data(
    "web",
  )`select 1 from pg_auth_members m join pg_roles r on r.oid = m.member where r.rolname like 'gallra%' and m.roleid::regrole::text like 'gallra%'`;
  assert.equal(members.length, 0);
});

test("two test databases share nothing, and days, instants and long integers keep their values", async (t) => {
  const [one, two] = await Promise.all([openTestDatabase(t), openTestDatabase(t)]);
  await one.data("owner")`create table public_mark (day date, at timestamptz, n int8)`.catch(() => undefined);
  await one.data("owner").unsafe("create schema mark; create table mark.a (day date, at timestamptz, n int8)");
  const [present] = await two.data("owner")`select to_regclass('mark.a') is not null as present`;
  assert.equal(present?.["present"], false);
  const at = new Date("2026-03-29T01:30:00.123Z");
  await one.data("owner")`insert into mark.a values (${"2026-03-29"}, ${at}, ${Number.MAX_SAFE_INTEGER})`;
  const [row] = await one.data("owner")`select * from mark.a`;
  assert.deepEqual({ ...row }, { day: "2026-03-29", at, n: Number.MAX_SAFE_INTEGER });
});

test("a role without rights makes no schema and no table", async (t) => {
  const database = await openTestDatabase(t);
  await assert.rejects(database.data("web")`create schema mine`, { code: "42501" });
  await assert.rejects(database.keyring("ingest")`create table public.mine (a int)`, { code: "42501" });
});
