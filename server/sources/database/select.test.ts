import assert from "node:assert/strict";
import { test } from "node:test";
import { engineOf } from "./engines/catalogue.ts";
import { refusedQuery } from "./one-select.ts";
import { before, isBehind } from "./overlap.ts";
import { readKeyed } from "./read-keyed.ts";
import { cellOf, frameRow, leadOf } from "./row-frames.ts";
import { selectPage } from "./select.ts";
import { databaseSettings } from "./settings.ts";
import { database } from "./transport.ts";

test("a query is one SELECT with a placeholder, whatever it is dressed as", () => {
  const good = [
    "select * from cdr where calldate >= {cursor}",
    "SELECT a, 'insert; -- {cursor}' AS \"update\" FROM [drop] WHERE `set` >= {cursor} and x = (select max(y) from z)",
  ];
  for (const query of good) assert.equal(refusedQuery(query), null, query);
  const bad = [
    "select * from cdr",
    "select '{cursor}' from cdr",
    "select * from cdr where a >= {cursor}; drop table cdr",
    "select * from cdr where a >= {cursor} -- more",
    "select /*! 1 */ * from cdr where a >= {cursor}",
    "select * from cdr where a >= {cursor} # more",
    "with x as (delete from cdr returning *) select * from x where a >= {cursor}",
    "select * into elsewhere from cdr where a >= {cursor}",
    "select * from cdr where a >= {cursor} exec xp_cmdshell 'dir'",
    "select * from cdr where a >= {cursor} into outfile '/tmp/x'",
    "select * from cdr where a >= {cursor} for update",
    "select 'a\\' from cdr where a >= {cursor} -- '",
    "select 'a from cdr where a >= {cursor}",
    "select $$a$$ from cdr where a >= {cursor}",
    "update cdr set a = {cursor}",
    "select * from openrowset('x') where a >= {cursor}",
    "select @@version, {cursor}",
    "",
  ];
  for (const query of bad) assert.notEqual(refusedQuery(query), null, query);
});

test("names are quoted as the engine does, and values travel beside the text", () => {
  const settings = {
    table: 'public.we"ird',
    query: "",
    columns: "a,b]c`",
    cursorColumn: "at",
    tieColumn: "id",
    cursorKind: "time",
    rowLimit: "none",
  } as const;
  const evil = "'; drop table cdr; --";
  const page = { from: evil, after: { cursor: evil, tie: evil }, rows: 10 };
  const asked = (["postgresql", "mysql", "mssql"] as const).map((engine) =>
    selectPage(engineOf({ engine }).dialect, settings, page),
  );
  assert.equal(
    asked[0]?.sql,
    'select "a", "b]c`", "at"::text as gallra_cursor, "id"::text as gallra_tie from "public"."we""ird" gallra_rows where "at" >= $1 and ("at" > $2 or "id" > $3) order by "at", "id" limit 10',
  );
  assert.match(
    asked[1]?.sql ?? "",
    /^select `a`, `b]c```, .* where `at` >= \? and \(`at` > \? or `id` > \?\) order by `at`, `id` limit 10$/,
  );
  assert.match(
    asked[2]?.sql ?? "",
    /^select top 10 \[a\], \[b\]\]c`\], .*\[at\] >= @v1 and \(\[at\] > @v2 or \[id\] > @v3\)/,
  );
  for (const select of asked) {
    assert.ok(!select.sql.includes("drop"));
    assert.deepEqual(select.values, [evil, evil, evil]);
  }
  const forms = (["none", "limit", "fetch", "top"] as const).map(
    (rowLimit) => selectPage(engineOf({ engine: "odbc" }).dialect, { ...settings, columns: "a", rowLimit }, page).sql,
  );
  assert.deepEqual(
    forms.map((sql) => [sql.split(" a,")[0], sql.split("order by at, id")[1]]),
    [
      ["select", ""],
      ["select", " limit 10"],
      ["select", " fetch first 10 rows only"],
      ["select top 10", ""],
    ],
  );
  const query = { ...settings, table: "", query: "select * from cdr where at >= {cursor}" };
  const { sql, values } = selectPage(engineOf({ engine: "mysql" }).dialect, query, { from: "x", after: null, rows: 5 });
  assert.match(sql, /from \(select \* from cdr where at >= \?\) gallra_rows where `at` >= \?/);
  assert.deepEqual(values, ["x", "x"]);
});

test("a little before a value is of its kind, exact and in its own zone", () => {
  assert.equal(before("number", "9007199254740993", 1), "9007199254740992");
  assert.equal(before("time", "2026-10-25 02:30:00.123456", 3_900), "2026-10-25 01:25:00");
  assert.equal(before("time", "2026-03-02T00:00:10.5+02:00", 60), "2026-03-01T23:59:10+02:00");
  assert.equal(before("time", "2026-03-02", 60), "2026-03-02");
  assert.equal(before("text", "abc", 60), "abc");
  assert.equal(isBehind("number", "10", "9"), true);
  assert.equal(isBehind("number", "9007199254740993", "9007199254740994"), false);
  assert.equal(isBehind("time", "2026-03-02 08:00:00", "2026-03-02 08:00:00.5"), false);
});

test("rows become what the driver reads, and no value of theirs ends its own string", () => {
  const cells = ["2026-03-02 08:00:00", "a'b\\c\"\nd", null, 12, true].map(cellOf);
  assert.equal(frameRow({ kind: "sql" }, [], cells).toString(), `('2026-03-02 08:00:00','a''b\\\\c"\\nd',NULL,12,1)`);
  assert.equal(leadOf({ kind: "sql" }, ["calldate", "s)rc"])?.toString(), "INSERT INTO cdr (calldate, s_rc) VALUES");
  assert.equal(frameRow({ kind: "json" }, ["a", "b"], ["x", null]).toString(), '{"a":"x","b":null}');
  assert.equal(leadOf({ kind: "json" }, ["a"]), undefined);
});

test("settings that would lose or repeat rows are refused", () => {
  const base = { engine: "postgresql", host: "pbx", database: "cdr", table: "cdr", cursorColumn: "id" };
  assert.equal(databaseSettings.safeParse(base).success, true);
  const refused = [
    { cursorKind: "time" },
    { query: "select * from cdr where id >= {cursor}" },
    { table: "" },
    { startAt: "1; drop" },
    { engine: "odbc" },
    { engine: "odbc", dsn: "x;DRIVER=/tmp/evil.so" },
    { engine: "odbc", dsn: "pbx", table: "cdr c" },
    { host: "" },
  ];
  for (const change of refused)
    assert.equal(databaseSettings.safeParse({ ...base, ...change }).success, false, JSON.stringify(change));
});

test("whatever is never looked back for may be lost, and the label says so", () => {
  const base = {
    engine: "postgresql",
    host: "pbx",
    database: "cdr",
    table: "cdr",
    cursorColumn: "id",
    tieColumn: "call",
  };
  const mayLose = (change: object) => database.label(databaseSettings.parse({ ...base, ...change })).mayLose;
  assert.deepEqual([mayLose({}), mayLose({ cursorKind: "time" })], [false, false]);
  assert.deepEqual([mayLose({ overlap: 0 }), mayLose({ cursorKind: "time", overlap: 0 })], [true, true]);
  assert.equal(mayLose({ cursorKind: "text" }), true);
});

test("a place in a table that is longer than any is refused before anything is calculated with it", async () => {
  const settings = databaseSettings.parse({
    ...{ engine: "postgresql", host: "192.0.2.7", database: "cdr", table: "cdr", cursorColumn: "id" },
  });
  const page = { from: null, after: null, rows: 20 };
  const answering = (cursor: string) => ({
    read: async () => ({ columns: ["a", "gallra_cursor"], rows: [["x", cursor]] }),
    close: async () => undefined,
  });
  const { dialect } = engineOf(settings);
  const read = (digits: number) => readKeyed(answering("9".repeat(digits)), dialect, settings, page);
  assert.equal((await read(30)).rows.length, 1);
  await assert.rejects(read(1_000_000), { problem: "table-wrong" });
});
