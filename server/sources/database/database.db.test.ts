import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { adminOf } from "#db/testing/admin.ts";
import { SHARED_HOME } from "#db/testing/shared-home.ts";
import { openCollectorFixture } from "#workers/collector/collector-fixture.ts";
import { collectOnce } from "#workers/collector/collect-once.ts";
import type { Framing } from "../../drivers/driver.ts";
import { PRODUCTS } from "../../domain/codes.ts";
import { forgetStreams } from "../../store/checkpoints.ts";
import { setCredentials } from "../../store/source-credentials.ts";
import { addSource, sourceById } from "../../store/sources.ts";
import { newCollectorKey, publicHalfOf } from "../credentials/collector-keys.ts";
import { sealCredential } from "../credentials/seal.ts";
import { allowNetwork } from "../machine/permits.ts";
import { type Desk, openDesk } from "../pulled/pulled-fixture.ts";
import { connectTo } from "./connect-to.ts";
import { createDatabaseSource } from "./database-source.ts";
import { databaseSettings } from "./settings.ts";
import { database } from "./transport.ts";

/** The embedded cluster listens in a folder: this gives it an address, as other people's databases have one. */
async function addressOf(t: TestContext, folder: string, port: number): Promise<number> {
  const server = createServer((socket) => {
    const behind = connect(join(folder, `.s.PGSQL.${port}`));
    for (const [from, to] of [
      [socket, behind],
      [behind, socket],
    ] as const) {
      from.on("error", () => to.destroy());
      from.on("close", () => to.destroy());
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => void server.close());
  return (server.address() as AddressInfo).port;
}

const COLUMNS =
  "calldate, clid, src, dst, dcontext, channel, dstchannel, lastapp, lastdata, duration, billsec, disposition, amaflags, accountcode, uniqueid, userfield";

test("a table of calls is read on, whole and once, whatever comes late or in between", async (t) => {
  const f = await openCollectorFixture(t);
  const { db, companyId } = f.ingest;
  const home = db.clusterHome.addresses.data;
  const port = await addressOf(t, home.host, home.port);
  const admin = adminOf(SHARED_HOME, "data", home.database);
  const role = `pbx_reader_${process.pid}`;
  const password = "it's a {secret}";
  await admin.unsafe(`create schema pbx; create table pbx.cdr (calldate timestamp, clid text, src text, dst text, dcontext text, channel text,
    dstchannel text, lastapp text, lastdata text, duration int, billsec int, disposition text, amaflags int, accountcode text, uniqueid text, userfield text);
    create role ${role} login password 'it''s a {secret}'; grant connect on database ${home.database} to ${role}; grant usage on schema pbx to ${role}; grant select, insert on pbx.cdr to ${role}`);
  t.after(async () => {
    await admin.end();
    // The test's database is gone by now, and with it what the role might do there.
    const whole = adminOf(SHARED_HOME, "data");
    await whole.unsafe(`drop role ${role}`);
    await whole.end();
  });
  const add = (at: string, id: string, src = "0701740605") =>
    admin.unsafe(
      `insert into pbx.cdr values ($1, 'Åsa "x" <1>', $2, '2001', 'from-trunk', 'SIP/t-1', 'SIP/2001-1', 'Dial', E'a\\\\b,''c', 65, 60, 'ANSWERED', 3, '', $3, '')`,
      [at, src, id],
    );
  const base = {
    engine: "postgresql",
    host: "127.0.0.1",
    port,
    database: home.database,
    user: role,
    encryption: "none",
    table: "pbx.cdr",
    cursorColumn: "calldate",
    cursorKind: "time",
    tieColumn: "uniqueid",
  };
  const settings = databaseSettings.parse(base);

  await t.test("from the table into the database, through a collector that is restarted", async () => {
    const key = newCollectorKey();
    writeFileSync(join(db.home, "secrets", "collector-credentials.jwk"), key);
    allowNetwork(db.home, "prov", "127.0.0.1");
    const id = await withCompany(db.data("web"), companyId, async (tx) => {
      const made = await addSource(tx, {
        ...{
          companyId,
          name: "table",
          transport: "database",
          driver: "asterisk-cdr-sql",
          product: PRODUCTS.pbx,
          settings: { ...settings },
        },
        ...{
          driverOptions: {},
          timeZone: null,
          country: null,
          outsideLine: null,
          extensionDigits: null,
          internationalPrefix: null,
          keepNames: false,
        },
      });
      const sealed = await sealCredential(
        { companyId, sourceId: made, name: "password" },
        password,
        JSON.parse(publicHalfOf(key)),
      );
      await setCredentials(tx, companyId, made, [{ name: "password", sealed }], new Date());
      return made;
    });
    const pass = async () => {
      const row = await withCompany(db.data("web"), companyId, (tx) => sourceById(tx, companyId, id));
      assert.ok(row !== null);
      const { problem } = await collectOnce(f.collector, row, AbortSignal.timeout(15_000));
      assert.equal(problem, null);
      await f.store();
    };
    await add("2026-06-10 08:00:00", "a");
    await add("2026-06-10 08:00:00", "b", "0701740606");
    await pass();
    assert.deepEqual([await f.ingest.count("call_record"), await f.ingest.count("undefined_line")], [2, 0]);
    await add("2026-06-10 07:30:00", "late", "0701740607");
    await add("2026-06-10 09:00:00", "c", "0701740608");
    await add("2026-06-10 09:00:00", "c-again", "0701740608");
    await pass();
    await pass();
    assert.equal(await f.ingest.count("call_record"), 5, "two equal calls are two, and what was read again is known");
    assert.ok(!f.logged.join("").includes("secret"));
    const old = { sourceId: id, before: new Date("2100-01-01"), after: null, limit: 100 };
    const forgotten = await withCompany(db.data("web"), companyId, (tx) => forgetStreams(tx, companyId, old));
    assert.equal(forgotten.gone, 2, "what was gone on from since");
    await pass();
    assert.equal(await f.ingest.count("call_record"), 5, "the newest place is kept");
  });

  const JSON_ROWS: Framing = { kind: "json" };
  const open = (desk: Desk, changes: Record<string, unknown> = {}, given = password) => {
    const read = databaseSettings.parse({ ...base, ...changes });
    const source = createDatabaseSource({
      ...{
        settings: { ...read, everySeconds: 0 },
        credentials: { password: given },
        framing: JSON_ROWS,
        known: desk.known(),
        rowsAPage: 3,
      },
      ...{ sink: desk.sink, key: desk.key, machine: desk.machine },
    });
    t.after(() => source.close());
    return async () => {
      for (let round = 0; round < 50; round++) {
        const { more, problem } = await source.poll();
        if (!more) return problem;
      }
      throw new Error("it never settles");
    };
  };
  const ids = (desk: Desk) => desk.texts().map((text) => JSON.parse(text).uniqueid as string);

  await t.test("pages end between equal times without losing a row, and a restart goes on where it stood", async () => {
    await admin.unsafe("truncate pbx.cdr");
    for (let i = 0; i < 10; i++) await add("2026-06-11 08:00:00.123456", `r${i}`);
    const desk = openDesk();
    const settle = open(desk);
    assert.equal(await settle(), null);
    assert.deepEqual(
      ids(desk),
      Array.from({ length: 10 }, (_, i) => `r${i}`),
    );
    await add("2026-06-11 07:10:00", "late");
    await add("2026-06-10 19:00:00", "too late");
    await settle();
    await settle();
    assert.deepEqual(ids(desk).slice(10), ["late"], "as far back as the overlap reaches");
    await add("2026-06-11 08:05:00", "next");
    desk.refuseAfter(0);
    await assert.rejects(open(desk, { overlap: 0 })(), /full/);
    desk.refuseAfter(null);
    await open(desk, { overlap: 0 })();
    assert.deepEqual(ids(desk).at(-1), "next");
    assert.ok(!JSON.stringify(desk.parts.map((part) => part.identity)).includes("2026-06-11"));
  });

  await t.test(
    "a call of three hours is found when it ends, behind many that began later, and all is known again after a restart",
    async () => {
      await admin.unsafe("truncate pbx.cdr");
      const minute = (n: number) => new Date(Date.UTC(2026, 5, 12, 8, n)).toISOString().slice(0, 19);
      for (let n = 1; n <= 180; n++) await add(minute(n), `short ${n}`);
      const desk = openDesk();
      const settle = open(desk);
      await settle();
      assert.equal(ids(desk).length, 180);
      await add(minute(0), "three hours");
      // The pass of each minute does not reach so far; the next life, or the tenth minute, does.
      await settle();
      assert.equal(ids(desk).length, 180);
      await open(desk)();
      assert.equal(ids(desk).filter((id) => id === "three hours").length, 1);
      assert.equal(new Set(ids(desk)).size, 181);
    },
  );

  await t.test("the hour that comes twice in autumn is read twice", async () => {
    await admin.unsafe("truncate pbx.cdr");
    await add("2026-10-25 02:59:58", "summer");
    const desk = openDesk();
    const settle = open(desk);
    await settle();
    await add("2026-10-25 02:00:05", "winter");
    await settle();
    assert.deepEqual(ids(desk), ["summer", "winter"]);
  });

  await t.test("a query asks for its rows, and nothing can be written by it", async () => {
    const query = {
      table: "",
      query: "select *, upper(src) as more from pbx.cdr where calldate >= {cursor}",
      startAt: "2026-10-25",
    };
    const desk = openDesk();
    assert.equal(await open(desk, query)(), null);
    assert.equal(desk.texts().length, 2);
    await admin.unsafe(
      `create function pbx.writes() returns int language sql as 'insert into pbx.cdr (uniqueid) values (''x'') returning 1'`,
    );
    const writing = { ...query, query: "select *, pbx.writes() as w from pbx.cdr where calldate >= {cursor}" };
    assert.equal(await open(openDesk(), writing)(), "table-wrong");
    const [row] = await admin.unsafe("select count(*)::int as n from pbx.cdr where uniqueid = 'x'");
    assert.equal(row?.["n"], 0);
  });

  await t.test("what hinders is told for what it is", async () => {
    assert.equal(await open(openDesk(), {}, "wrong")(), "wrong-credentials");
    assert.equal(await open(openDesk(), { table: "pbx.nothing" })(), "table-wrong");
    assert.equal(await open(openDesk(), { cursorColumn: "nothing" })(), "table-wrong");
    assert.equal(await open(openDesk({ networks: async () => ["0.0.0.0/0"] }))(), "network-refused");
    assert.equal(
      await open(openDesk(), { encryption: "tls" })(),
      "protocol-broken",
      "the server has no TLS, and nothing was said in clear text",
    );
    assert.equal(await open(openDesk(), { engine: "odbc", dsn: "pbx", table: "cdr" })(), "port-refused");
    const odbc = openDesk({ ports: async () => [{ kind: "device", path: "odbc:pbx" }] });
    assert.equal(await open(odbc, { engine: "odbc", dsn: "pbx", table: "cdr" })(), "no-software");
  });

  await t.test("more rows than were asked for are not taken", async () => {
    const { machine } = openDesk();
    const signal = AbortSignal.timeout(10_000);
    const many = { sql: "select n::text as n from generate_series(1, 200000) n", values: [] };
    for (const [most, told] of [
      [200_000, 200_000],
      [10, "unreachable"],
    ] as const) {
      const connection = await connectTo({ settings, credentials: { password }, machine, signal });
      const read = connection.read(many, most).then(
        ({ rows }) => rows.length,
        (error: { problem?: string }) => error.problem,
      );
      assert.equal(await read.finally(() => connection.close()), told);
    }
  });

  await t.test("a test shows the first rows as the driver reads them", async () => {
    const { machine } = openDesk();
    const tried = await database.test({
      settings,
      credentials: { password },
      framing: { kind: "sql" },
      machine,
      signal: AbortSignal.timeout(10_000),
    });
    assert.equal(tried.frames[0]?.bytes.toString(), `INSERT INTO cdr (${COLUMNS}) VALUES`);
    assert.equal(tried.frames.length, 3);
  });
});
