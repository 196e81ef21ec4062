import assert from "node:assert/strict";
import { test } from "node:test";
import { readPage } from "./read-page.ts";

test("an answer of nothing but tiny records is given up while others have their turn, and a large honest one is read", async () => {
  const none = { kind: "none" } as const;
  let turns = 0;
  const counting = setInterval(() => turns++, 1);
  const bomb = Buffer.from(`[${"{},".repeat(1_000_000)}{}]`);
  await assert.rejects(readPage(bomb, { kind: "json" }, none), { problem: "answer-too-large" });
  await assert.rejects(readPage(Buffer.from("a\n".repeat(1_000_000)), { kind: "line" }, none), {
    problem: "answer-too-large",
  });
  const lines = Buffer.from(Array.from({ length: 20_000 }, (_, i) => `2026-06-01;07017406${i};${i}\n`).join(""));
  const page = await readPage(lines, { kind: "line" }, none);
  clearInterval(counting);
  assert.equal(new Set(page.records.map(({ key }) => key)).size, 20_000);
  assert.equal(page.records[19_999]?.bytes.toString(), "2026-06-01;0701740619999;19999");
  assert.ok(turns > 5, `${turns} turns`);
});
