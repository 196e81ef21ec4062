import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { test } from "node:test";
import type { Sql } from "#db/clients.ts";
import { openTestDatabase } from "#db/testing/database.ts";
import { inTurn } from "./company-turn.ts";

test("work in one company goes one at a time, in another beside it, and a failure gives the turn back", async (t) => {
  const db = await openTestDatabase(t);
  const sql = db.data("web");
  const said: string[] = [];
  const work = (company: number, name: string, inside: () => Promise<void> = async () => undefined) =>
    inTurn(sql, company, async () => {
      said.push(`${name} begins`);
      await inside();
      said.push(`${name} ends`);
    });
  const [begun, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const first = work(1, "first", async () => {
    begun.resolve();
    await goOn.promise;
  });
  await begun.promise;
  const second = work(1, "second");
  await work(2, "elsewhere");
  await somebodyWaits(db.data("owner"));
  goOn.resolve();
  await Promise.all([first, second]);
  assert.deepEqual(said, [
    "first begins",
    "elsewhere begins",
    "elsewhere ends",
    "first ends",
    "second begins",
    "second ends",
  ]);
  const failed = inTurn(sql, 1, () => Promise.reject(new Error("on purpose")));
  await assert.rejects(failed, /on purpose/);
  assert.equal(await inTurn(sql, 1, async () => "again"), "again");
});

async function somebodyWaits(owner: Sql): Promise<void> {
  for (let round = 0; round < 500; round++) {
    const [row] = await owner`
      select exists (select from pg_locks where not granted and locktype = 'advisory'
        and database = (select oid from pg_database where datname = current_database())) as waits`;
    if (row?.["waits"] === true) return;
    await wait(20);
  }
  throw new Error("nobody waits for a turn");
}
