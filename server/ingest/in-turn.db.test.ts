import assert from "node:assert/strict";
import { test } from "node:test";
import { asterisk, openIngestFixture } from "./ingest-fixture.ts";
import { ingestInbox } from "./index.ts";

test("a pass that is bounded takes companies in turn, and the beginning of what is very long", async (t) => {
  const many = await openIngestFixture(t);
  const one = await many.beside("ensam");
  const [source, lonely] = [await many.addSource("asterisk-cdr-csv"), await one.addSource("asterisk-cdr-csv")];
  const line = (n: number) => `${asterisk(`${n}`, "0701740605", "101")}\n`;
  for (let n = 0; n < 6; n++) await many.put(source, line(n));
  await one.put(lonely, line(0));
  const { segments } = await ingestInbox(many.ctx, many.inbox, { mostMs: 0 });
  assert.equal(segments, 2);
  assert.deepEqual([await many.count("call_record"), await one.count("call_record")], [1, 1]);
  await ingestInbox(many.ctx, many.inbox);
  assert.equal(await many.count("call_record"), 6);
});
