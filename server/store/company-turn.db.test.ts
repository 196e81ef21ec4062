import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { test } from "node:test";
import { openTestDatabase } from "#db/testing/database.ts";
import { inTurn } from "./company-turn.ts";

test("work in one company goes one at a time, in another beside it, and a failure gives the turn back", async (t) => {
  const db = await openTestDatabase(t);
  const sql = db.data("web");
  const said: string[] = [];
  const work = (company: number, name: string, ms: number) =>
    inTurn(sql, company, async () => {
      said.push(`${name} begins`);
      await wait(ms);
      said.push(`${name} ends`);
    });
  const first = work(1, "first", 400);
  await wait(100);
  await Promise.all([first, work(1, "second", 0), work(2, "elsewhere", 0)]);
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
