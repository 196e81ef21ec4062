import assert from "node:assert/strict";
import { test } from "node:test";
import { openIngestFixture } from "./ingest-fixture.ts";

const line = (id: string, src: string, dst: string, start = "2026-06-15 09:00:00") =>
  `"","${src}","${dst}","from-trunk","""Anna Prov"" <${src}>","PJSIP/trunk-0000${id}","PJSIP/${dst}-0001","Dial","PJSIP/${dst},30","${start}","${start}","${start}",35,30,"ANSWERED","DOCUMENTATION","17500000${id}.1",""`;

test("a file becomes facts, parties and sealed raw records, and its segment leaves the inbox", async (t) => {
  const f = await openIngestFixture(t);
  const source = await f.addSource("asterisk-cdr-csv");
  const outcome = await f.send(source, [line("10", "0701740605", "1001"), line("11", "08-465 004 12", "1002"), "not a record at all"].join("\n"));
  assert.deepEqual(outcome, { segments: 1, records: 2, duplicates: 0, undefinedLines: 1, failed: 0 }, f.logged.join(""));
  assert.deepEqual([await f.count("call_record"), await f.count("party"), await f.count("raw_segment"), await f.count("undefined_line")], [2, 2, 1, 1]);
});
