import assert from "node:assert/strict";
import { test } from "node:test";
import { databaseSettings } from "#server/sources/database/settings.ts";
import { database } from "#server/sources/database/transport.ts";
import { playAuthority } from "#server/sources/http/played-authority.ts";
import { openDesk } from "#server/sources/pulled/pulled-fixture.ts";
import { lacksMariadb, startMariadb } from "./mariadb.ts";
import { rowsOf, tableReader } from "./table-reader.ts";

test("MariaDB: pinned TLS before anybody is named, pages, late rows, and no right to write", {
  skip: lacksMariadb,
}, async (t) => {
  const { port, sql } = await startMariadb(t, await (await playAuthority()).issue("127.0.0.1"));
  const setUp =
    sql(`create database pbx; use pbx; create table cdr (calldate datetime(6), src varchar(80), dst varchar(80), billsec int, disposition varchar(45), uniqueid varchar(32), big bigint);
    create user reader@'%' identified by "it's {secret}" require ssl; grant select, insert on pbx.cdr to reader@'%';
    insert into cdr select concat('2026-06-11 08:00:00.123456'), '0701740605', 'a''b\\\\c', 60, 'ANSWERED', concat('r', seq), 9007199254740990 + seq from seq_1_to_8`);
  assert.equal(setUp.status, 0, setUp.out);
  const base = {
    engine: "mysql",
    host: "127.0.0.1",
    port,
    database: "pbx",
    user: "reader",
    table: "cdr",
    cursorColumn: "calldate",
    cursorKind: "time",
    tieColumn: "uniqueid",
    trust: "pin",
  };
  const { machine } = openDesk();
  const tried = await database.test({
    settings: databaseSettings.parse(base),
    credentials: {},
    framing: { kind: "sql" },
    machine,
    signal: AbortSignal.timeout(10_000),
  });
  const pin = tried.pin?.fingerprint ?? "";
  assert.match(pin, /^SHA256:/);
  const open = tableReader(t, { ...base, pin }, "it's {secret}");
  const desk = openDesk();
  const settle = open(desk);
  assert.equal(await settle(), null);
  sql("insert into pbx.cdr values ('2026-06-11 07:10:00', '0701740606', '2001', 5, 'ANSWERED', 'late', 1)");
  await settle();
  await settle();
  const rows = rowsOf(desk);
  assert.equal(rows.length, 9);
  assert.equal(
    rows[0],
    "('2026-06-11 08:00:00.123456','0701740605','a''b\\\\c',60,'ANSWERED','r1','9007199254740991')",
  );
  const numbers = openDesk();
  await open(numbers, { cursorColumn: "big", cursorKind: "number", tieColumn: "", startAt: "9007199254740993" })();
  assert.equal(rowsOf(numbers).length, 6, "large numbers are not taken for one another");
  assert.equal(
    await open(openDesk(), { pin: pin.replace(/.$/, (sign) => (sign === "0" ? "1" : "0")) })(),
    "pin-changed",
  );
  assert.equal(await open(openDesk(), { pin: "" })(), "pin-missing");
  assert.equal(await open(openDesk(), { trust: "authority" })(), "certificate-invalid");
  assert.equal(await open(openDesk(), {}, "wrong")(), "wrong-credentials");
  assert.equal(await open(openDesk(), { encryption: "none" })(), "wrong-credentials", "the account asks for TLS");
  assert.equal(await open(openDesk(), { table: "nothing" })(), "table-wrong");
  sql(
    "create function pbx.writes() returns int modifies sql data begin insert into pbx.cdr (uniqueid) values ('x'); return 1; end; grant execute on function pbx.writes to reader@'%'",
  );
  const writing = {
    table: "",
    query: "select *, pbx.writes() as w from cdr where calldate >= {cursor}",
    startAt: "2026-06-11",
  };
  assert.equal(await open(openDesk(), writing)(), "table-wrong");
  assert.equal(sql("select count(*) from pbx.cdr where uniqueid = 'x'").out.endsWith("0"), true);
});
