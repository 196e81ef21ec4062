import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { playAuthority } from "#server/sources/http/played-authority.ts";
import { openDesk } from "#server/sources/pulled/pulled-fixture.ts";
import { has, lacksMariadb, startMariadb, temporaryFolder } from "./mariadb.ts";
import { rowsOf, tableReader } from "./table-reader.ts";

/** Where `.ci/peers` puts the package, as an operator puts it into the home. */
const PACKAGES = process.env["GALLRA_PEER_PACKAGES"] ?? join(homedir(), ".cache", "gallra-peers");
const lacksOdbc =
  has("isql") && existsSync(join(PACKAGES, "node_modules", "odbc"))
    ? false
    : "not installed: unixodbc, a driver and the package odbc (see .ci/peers)";

/** A name of its own for each: unixODBC remembers what it has read of one. */
function dataSource(t: TestContext, name: string, lines: readonly string[]): string {
  const ini = join(temporaryFolder(t), "odbc.ini");
  writeFileSync(ini, `[${name}]\n${lines.join("\n")}\n`);
  process.env["ODBCINI"] = ini;
  return ini;
}

const allowed = (name: string) =>
  openDesk({ packages: PACKAGES, ports: async () => [{ kind: "device", path: `odbc:${name}` }] });

test("unixODBC with SQLite: only what the operator has set up and allowed, page after page", {
  skip: lacksOdbc,
}, async (t) => {
  const file = join(temporaryFolder(t), "calls.db");
  const ini = dataSource(t, "pbx", ["Driver=SQLite3", `Database=${file}`]);
  const run = (text: string) =>
    spawnSync("isql", ["pbx", "-b"], { input: text, env: { ...process.env, ODBCINI: ini } });
  run("create table cdr (id integer primary key, calldate text, src text);");
  for (let i = 1; i <= 8; i++) run(`insert into cdr values (${i}, '2026-06-11 08:00:0${i}', '07017406${10 + i}');`);
  const base = { engine: "odbc", dsn: "pbx", table: "cdr", cursorColumn: "id" };
  const open = tableReader(t, base, "");
  const desk = allowed("pbx");
  const settle = open(desk);
  assert.equal(await settle(), null);
  assert.equal(rowsOf(desk)[0], "(1,'2026-06-11 08:00:01','0701740611')");
  assert.equal(rowsOf(desk).length, 8);
  run("insert into cdr values (9, '2026-06-11 08:00:09', '0701740619');");
  await settle();
  await settle();
  assert.equal(rowsOf(desk).length, 9);
  assert.equal(await open(openDesk({ packages: PACKAGES }))(), "port-refused");
  assert.equal(await open(openDesk({ ports: async () => [{ kind: "device", path: "odbc:pbx" }] }))(), "no-software");
  assert.equal(await open(allowed("pbx"), { table: "nothing" })(), "table-wrong");
});

test("unixODBC with SQLite: nobody at the portal opens another file by a setting inside of user or password", {
  skip: lacksOdbc,
}, async (t) => {
  const other = join(temporaryFolder(t), "other.db");
  const ini = dataSource(t, "walled", ["Driver=SQLite3", `Database=${join(temporaryFolder(t), "own.db")}`]);
  writeFileSync(ini, `${readFileSync(ini, "utf8")}[another]\nDriver=SQLite3\nDatabase=${other}\n`);
  const run = (dsn: string, text: string) =>
    spawnSync("isql", [dsn, "-b"], { input: text, env: { ...process.env, ODBCINI: ini } });
  for (const dsn of ["walled", "another"]) {
    run(dsn, "create table cdr (id integer primary key, src text);");
    run(dsn, `insert into cdr values (1, '${dsn}');`);
  }
  const base = { engine: "odbc", dsn: "walled", table: "cdr", cursorColumn: "id" };
  const inside = `x;Database=${other};y`;
  for (const password of [inside, `x}${inside}={`]) {
    const desk = allowed("walled");
    assert.equal(await tableReader(t, base, password)(desk)(), "no-credentials");
    assert.deepEqual(desk.texts(), []);
  }
  assert.throws(() => tableReader(t, { ...base, user: inside }, "")(allowed("walled")), /user/);
  const desk = allowed("walled");
  assert.equal(await tableReader(t, { ...base, user: "x=y" }, "a b=c")(desk)(), null);
  assert.deepEqual(rowsOf(desk), ["(1,'walled')"]);
});

test("unixODBC with MariaDB's driver: times, a column that tells equal ones apart, late rows, and odd signs of a password", {
  skip: lacksOdbc || lacksMariadb,
}, async (t) => {
  const mariadb = await startMariadb(t, await (await playAuthority()).issue("127.0.0.1"));
  const password = "it's [a], SERVER=elsewhere (?)";
  const made = mariadb.sql(`create database pbx; use pbx;
    create table cdr (calldate datetime, src varchar(80), billsec int, price decimal(8,2), note varchar(80), uniqueid varchar(32));
    create user reader@'%' identified by "${password}"; grant select, insert on pbx.cdr to reader@'%';
    insert into cdr select '2026-06-11 08:00:00', '0701740605', 60, 1.50, null, concat('r', seq) from seq_1_to_8`);
  assert.equal(made.status, 0, made.out);
  dataSource(t, "maria", [
    "Driver=MariaDB Unicode",
    ...["SERVER=127.0.0.1", `PORT=${mariadb.port}`, "DATABASE=pbx", "SSLVERIFY=0"],
  ]);
  const order = { rowLimit: "limit", cursorColumn: "calldate", cursorKind: "time", tieColumn: "uniqueid" };
  const open = tableReader(t, { engine: "odbc", dsn: "maria", user: "reader", table: "cdr", ...order }, password);
  const desk = allowed("maria");
  const settle = open(desk);
  assert.equal(await settle(), null);
  assert.equal(rowsOf(desk).length, 8, "pages end between rows of the same time");
  mariadb.sql("insert into pbx.cdr values ('2026-06-11 07:10:00', '0701740606', 5, 0, 'Åsa', 'late')");
  await settle();
  await settle();
  assert.deepEqual(
    [rowsOf(desk).length, rowsOf(desk)[0], rowsOf(desk).at(-1)],
    [
      9,
      "('2026-06-11 08:00:00','0701740605',60,1.5,NULL,'r1')",
      "('2026-06-11 07:10:00','0701740606',5,0,'Åsa','late')",
    ],
  );
  assert.equal(await open(allowed("maria"), {}, "wrong")(), "wrong-credentials");
  assert.equal(await open(allowed("maria"), { cursorColumn: "nothing" })(), "table-wrong");
  mariadb.sql(
    "create table pbx.big (id decimal(20,0), src varchar(80)); insert into pbx.big values (9007199254740993, '0701740607'), (9007199254740992, '0701740608'); grant select on pbx.big to reader@'%'",
  );
  const big = { table: "big", cursorColumn: "id", cursorKind: "number", tieColumn: "" };
  assert.equal(await open(allowed("maria"), big)(), "table-wrong", "the driver rounds: nothing is asked for by that");
  const writing = {
    table: "",
    query: "select *, pbx.writes() as w from cdr where calldate >= {cursor}",
    startAt: "2026-06-11",
  };
  mariadb.sql(
    "create function pbx.writes() returns int modifies sql data begin insert into pbx.cdr (uniqueid) values ('x'); return 1; end; grant execute on function pbx.writes to reader@'%'",
  );
  await open(allowed("maria"), writing)();
  const left = mariadb.sql("select count(*) as n from pbx.cdr where uniqueid = 'x'").out;
  assert.ok(left.endsWith("0"), `what a query writes is taken back: ${left}`);
});
