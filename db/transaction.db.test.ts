import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { connect, type Sql, type Tx } from "./clients.ts";
import { closedConnections } from "./closed-connections.ts";
import { openTestDatabase, type TestDatabase } from "./testing/database.ts";
import { transaction } from "./transaction.ts";
import { withCompany } from "./with-company.ts";

/** From a pool of its own: a role may end its own backends. */
async function kill(db: TestDatabase, pid: unknown): Promise<void> {
  const sql = connect(db.clusterHome, "data", "web", { max: 1 });
  await sql`select pg_terminate_backend(${pid as number})`;
  await sql.end();
}

/** The dead connection's last words, which postgres.js hands to the first query of the next one, reach no transaction. */
const isBack = async (sql: Sql) => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => transaction(sql, (tx) => tx`select 1 as one`)));
  assert.equal(answers.length, 8);
};

test("a backend killed during a query ends the transaction with an error, not the process", {
  timeout: 30_000,
}, async (t) => {
  const db = await openTestDatabase(t);
  const sql = db.data("web");
  for (let round = 0; round < 5; round++) {
    const lost = transaction(sql, async (tx) => {
      const [row] = await tx`select pg_backend_pid() as pid`;
      const sleeping = tx`select pg_sleep(10)`.execute();
      sleeping.catch(() => undefined);
      await kill(db, row?.["pid"]);
      await sleeping;
    });
    await assert.rejects(lost);
  }
  await isBack(sql);
});

test("a backend killed while the transaction thinks does so too", { timeout: 30_000 }, async (t) => {
  const db = await openTestDatabase(t);
  const sql = db.data("web");
  for (let round = 0; round < 5; round++) {
    const lost = withCompany(sql, 1, async (tx) => {
      const [row] = await tx`select pg_backend_pid() as pid`;
      await kill(db, row?.["pid"]);
      await new Promise((resolve) => setTimeout(resolve, 50));
      await tx`select 1`;
    });
    await assert.rejects(lost);
  }
  await isBack(sql);
});

/** What the driver throws where nobody can catch it; the runner itself says nothing of it. */
const uncaught: unknown[] = [];
process.on("uncaughtException", (error) => uncaught.push(error));

/** What work may do once its connection has died: none of it ends the process, or is taken for committed. */
const AFTERWARDS: Readonly<Record<string, (tx: Tx, die: () => Promise<void>) => Promise<unknown>>> = {
  "fails with an error of its own": async (_, die) => {
    await die();
    await wait(50);
    throw new Error("the keyring is not ready");
  },
  "makes an error of its own of the loss": async (tx, die) => {
    const sleeping = tx`select pg_sleep(10)`.execute();
    sleeping.catch(() => undefined);
    await die();
    await sleeping.catch(() => undefined);
    throw new Error("the keyring is not ready");
  },
  "makes nothing of the loss": async (tx, die) => {
    const sleeping = tx`select pg_sleep(10)`.execute();
    sleeping.catch(() => undefined);
    await die();
    await sleeping.catch(() => undefined);
    await tx`select 1`.catch(() => undefined);
    return "done";
  },
  "sends what it wrote down before": async (tx, die) => {
    const later = [tx`select 1`, tx.unsafe("select 2")];
    await die();
    await wait(50);
    for (const query of later) await query.catch(() => undefined);
    return "done";
  },
};

for (const [name, afterwards] of Object.entries(AFTERWARDS))
  test(`work that ${name} after its connection died ends no process`, { timeout: 30_000 }, async (t) => {
    const db = await openTestDatabase(t);
    const lost = transaction(db.data("web"), async (tx) => {
      const [row] = await tx`select pg_backend_pid() as pid`;
      return await afterwards(tx, () => kill(db, row?.["pid"]));
    });
    await assert.rejects(lost, { code: "CONNECTION_CLOSED" });
    await wait(50);
    assert.deepEqual(uncaught, []);
    await isBack(db.data("web"));
  });

test("while other connections close, queries of a transaction stay in their order", async (t) => {
  const db = await openTestDatabase(t);
  const order = await transaction(db.data("owner"), async (tx) => {
    await tx`create temporary sequence in_order`;
    const sent = [];
    for (let n = 0; n < 6; n++) {
      if (n % 2 === 1) closedConnections.n++;
      sent.push(tx`select nextval('in_order')::int as at`.execute());
      if (n === 2) await wait(5);
    }
    return (await Promise.all(sent)).map(([row]) => row?.["at"] as number);
  });
  assert.deepEqual(order, [1, 2, 3, 4, 5, 6]);
});

test("an error of the work rolls back and is what it rejects with", async (t) => {
  const db = await openTestDatabase(t);
  const owner = db.data("owner");
  const failed = transaction(owner, async (tx) => {
    await tx`create table data.left_over (id int)`;
    throw new Error("the work failed");
  });
  await assert.rejects(failed, /the work failed/);
  const [row] = await owner`select to_regclass('data.left_over') is null as gone`;
  assert.equal(row?.["gone"], true);
});

test("the loss of another connection rolls this one back and is told", { timeout: 30_000 }, async (t) => {
  const db = await openTestDatabase(t);
  const owner = db.data("owner");
  const failed = transaction(owner, async (tx) => {
    await tx`create table data.left_over (id int)`;
    throw Object.assign(new Error("the keyring went away"), { code: "CONNECTION_CLOSED" });
  });
  await assert.rejects(failed, /the keyring went away/);
  const [row] = await owner`select to_regclass('data.left_over') is null as gone`;
  assert.equal(row?.["gone"], true);
});

test("a transaction that goes on without a word after its connection died is not taken for committed", {
  timeout: 30_000,
}, async (t) => {
  const db = await openTestDatabase(t);
  const lost = transaction(db.data("web"), async (tx) => {
    const [row] = await tx`select pg_backend_pid() as pid`;
    await kill(db, row?.["pid"]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    return "done";
  });
  await assert.rejects(lost);
  await isBack(db.data("web"));
});
