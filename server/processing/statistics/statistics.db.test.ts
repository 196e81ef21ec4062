import assert from "node:assert/strict";
import { test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { door } from "../../context.ts";
import type { PrivacyFixture } from "../../privacy/privacy-fixture.ts";
import { openPrivacyFixture } from "../../privacy/privacy-fixture.ts";
import { addProcessed, type ProcessedCounts } from "../../store/processed.ts";
import { startTransfer } from "../../store/transfers.ts";
import { forgetStatistics } from "./forget-statistics.ts";
import { listCollections } from "./list-collections.ts";
import { showStatistics } from "./show-statistics.ts";
import { statisticsFile } from "./statistics-file.ts";

const NOTHING: ProcessedCounts = {
  frames: 0,
  further: 0,
  records: 0,
  duplicates: 0,
  joined: 0,
  filtered: 0,
  undefinedLines: 0,
  waiting: 0,
  leftOut: 0,
  late: 0,
  implausible: 0,
  apart: 0,
  badLines: 0,
};

async function stored(
  f: PrivacyFixture,
  sourceId: number,
  day: string,
  counts: Partial<ProcessedCounts>,
): Promise<void> {
  await withCompany(door(f.installation, "ingest"), f.companyId, (tx) =>
    addProcessed(tx, f.companyId, sourceId, [{ day, sessionId: null, at: null, counts: { ...NOTHING, ...counts } }]),
  );
}

async function addSource(f: PrivacyFixture, id: number, name = `Växel ${id}`): Promise<void> {
  await withCompany(
    f.db.data("owner"),
    f.companyId,
    (tx) => tx`insert into data.source (company_id, id, name, transport, driver, product)
      values (${f.companyId}, ${id}, ${name}, 'shared-file', 'asterisk-cdr-csv', 4)`,
  );
}

test("statistics are sums by day and source with their shares, for who may see processing and of no other company", async (t) => {
  const f = await openPrivacyFixture(t);
  for (const id of [1, 2]) await addSource(f, id);
  await stored(f, 1, "2026-06-14", { frames: 100, records: 80, undefinedLines: 5, filtered: 15, apart: 20 });
  await stored(f, 1, "2026-06-15", { frames: 10, records: 10 });
  await stored(f, 2, "2026-06-15", { frames: 90, records: 90, apart: 25 });
  await stored({ ...f, companyId: f.companyId + 1 }, 1, "2026-06-15", { frames: 7, undefinedLines: 7 });
  const june = { from: "2026-06-01", to: "2026-06-30" };
  const view = await showStatistics(f.as("supervisor"), june);
  assert.deepEqual(
    view.days.map((day) => [day.day, day.frames, day.undefinedPercent, day.missing]),
    [
      ["2026-06-14", 100, 5, 0],
      ["2026-06-15", 100, 0, 0],
    ],
  );
  assert.deepEqual(
    view.sources.map((source) => [source.sourceId, source.frames, source.apartPercent]),
    [
      [1, 110, 22.2],
      [2, 90, 27.8],
    ],
  );
  assert.deepEqual([view.total.frames, view.total.undefinedPercent, view.total.apartPercent], [200, 2.5, 25]);
  const one = await showStatistics(f.as("dpo"), { ...june, sourceId: 2 });
  assert.deepEqual([one.total.frames, one.sources.length, one.days.length], [90, 1, 1]);
  const none = await showStatistics(f.as("dpo"), { from: "2026-05-01", to: "2026-05-31" });
  assert.deepEqual([none.total.frames, none.total.undefinedPercent], [0, null]);
  await assert.rejects(showStatistics(f.as("end-user"), june), { code: "forbidden" });
  await assert.rejects(showStatistics(f.as("dpo", { companyId: f.companyId + 1 }), june), { code: "forbidden" });
  await assert.rejects(showStatistics(f.as("dpo"), { from: "2026-06-02", to: "2026-06-01" }), { code: "bad-input" });
  await assert.rejects(showStatistics(f.as("dpo"), { ...june, sourceId: 3 }), { code: "not-found" });
  await assert.rejects(statisticsFile(f.as("dpo"), { ...june, sourceId: 3 }), { code: "not-found" });
  await assert.rejects(showStatistics(f.as("dpo"), { from: "2020-06-02", to: "2026-06-01" }), /400 days/);
});

test("the file holds a line a day and source, and a name in it is no formula", async (t) => {
  const f = await openPrivacyFixture(t);
  await addSource(f, 1, '=cmd|" "!A1');
  await stored(f, 1, "2026-06-15", { frames: 3, records: 2, filtered: 1, late: 1 });
  const { name, text } = await statisticsFile(f.as("dpo"), { from: "2026-01-01", to: "2026-06-30" });
  assert.equal(name, "ekbacken-statistics-2026-01-01-2026-06-30.csv");
  assert.deepEqual(text.split("\r\n"), [
    "day,source_id,source,frames,further,records,duplicates,joined,filtered,undefined_lines,waiting,missing,left_out,shielded,late,implausible,apart,bad_lines",
    '2026-06-15,1,"\'=cmd|"" ""!A1",3,0,2,0,0,1,0,0,0,0,0,1,0,0,0',
    "",
  ]);
  await assert.rejects(statisticsFile(f.as("end-user"), { from: "2026-01-01", to: "2026-06-30" }), {
    code: "forbidden",
  });
});

test("collections are listed a page at a time, also those that began at the same moment", async (t) => {
  const f = await openPrivacyFixture(t);
  await addSource(f, 1);
  const ids = ["1", "2", "3"].map((n) => `00000000-0000-4000-8000-00000000000${n}`);
  for (const id of ids)
    await withCompany(f.db.data("owner"), f.companyId, (tx) =>
      startTransfer(tx, { companyId: f.companyId, id, sourceId: 1, startedAt: f.time.now, holder: "test" }),
    );
  const first = await listCollections(f.as("supervisor"), { sourceId: 1, limit: 2 });
  assert.ok(first.next !== null);
  const second = await listCollections(f.as("supervisor"), { sourceId: 1, limit: 2, before: first.next });
  assert.deepEqual(
    [...first.collections, ...second.collections].map(({ id }) => id),
    ids.toReversed(),
  );
  assert.equal(second.next, null);
  await assert.rejects(listCollections(f.as("supervisor"), { sourceId: 2 }), { code: "not-found" });
  await assert.rejects(listCollections(f.as("end-user"), { sourceId: 1 }), { code: "forbidden" });
});

test("statistics are forgotten after five years, and nothing younger with them", async (t) => {
  const f = await openPrivacyFixture(t);
  await stored(f, 1, "2021-06-13", { frames: 1, records: 1 });
  await stored(f, 1, "2021-06-16", { frames: 2, records: 2 });
  assert.equal(await forgetStatistics(f.installation), 1);
  const { days } = await showStatistics(f.as("dpo"), { from: "2021-06-01", to: "2021-06-30" });
  assert.deepEqual(
    days.map(({ day }) => day),
    ["2021-06-16"],
  );
});
