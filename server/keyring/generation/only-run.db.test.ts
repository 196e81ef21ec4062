import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { openHomeKeyring } from "./generation-fixture.ts";
import { inTheOnlyRun } from "./only-run.ts";

const uncaught: unknown[] = [];
process.on("uncaughtException", (error) => uncaught.push(error));

test("the only run refuses another one, and makes room when it has ended or failed", { timeout: 30_000 }, async (t) => {
  const { k } = await openHomeKeyring(t);
  const second = await inTheOnlyRun(k, async () => {
    await assert.rejects(
      inTheOnlyRun(k, async () => "second"),
      { code: "conflict" },
    );
    return "first";
  });
  assert.equal(second, "first");
  await assert.rejects(
    inTheOnlyRun(k, async () => {
      throw new Error("the work failed");
    }),
    /the work failed/,
  );
  assert.equal(await inTheOnlyRun(k, async () => "third"), "third");
});

test("the lock keeps no snapshot open: nothing that is scrubbed meanwhile waits for it", async (t) => {
  const { k, database } = await openHomeKeyring(t);
  const open = await inTheOnlyRun(
    k,
    async () =>
      await database.keyring("owner")`select pid from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and coalesce(backend_xmin, backend_xid) is not null`,
  );
  assert.deepEqual([...open], []);
});

test("when the connection of its lock dies the run goes on, and neither process nor pool does worse", {
  timeout: 30_000,
}, async (t) => {
  const { k, database } = await openHomeKeyring(t);
  const answer = await inTheOnlyRun(k, async () => {
    const killed = await database.keyring("keeper")`select pg_terminate_backend(pid) as done from pg_locks
      where locktype = 'advisory' and objid = 1195461189 and database = (select oid from pg_database where datname = current_database())`;
    assert.deepEqual(
      killed.map((row) => row["done"]),
      [true],
    );
    await wait(50);
    return "done";
  });
  assert.equal(answer, "done");
  await wait(50);
  assert.deepEqual(uncaught, []);
  const pool = database.keyring("keeper");
  await Promise.all(Array.from({ length: 8 }, () => pool`select 1`.catch(() => undefined)));
  assert.equal(await inTheOnlyRun(k, async () => "again"), "again");
});
