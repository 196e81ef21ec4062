import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { findSubjects, openIntent } from "../keyring/index.ts";
import { raiseFence } from "../store/fence.ts";
import { asterisk, type IngestFixture, openIngestFixture } from "./ingest-fixture.ts";
import { ingestInbox } from "./ingest-inbox.ts";
import { settingsLoader } from "./load-settings.ts";
import { storedParties, storedRecords } from "./stored-fixture.ts";
import { withCompany } from "#db/with-company.ts";

// One installation for all tests, and a company for each.
const house = await openIngestFixture({ after });
const calls = (count: number) =>
  Array.from({ length: count }, (_, i) => asterisk(String(100 + i), `07017406${String(10 + (i % 80))}`, "1001", at(i)));
const at = (i: number) =>
  `2026-06-15 08:${String(Math.floor(i / 60) % 60).padStart(2, "0")}:${String(i % 60).padStart(2, "0")}`;

test("the same file again, under another name and in another notation, adds no row", async (t) => {
  const f = await house.anew(t);
  const source = await f.addSource("asterisk-cdr-csv");
  const other = await f.addSource("asterisk-cdr-csv");
  const lines = calls(60);
  await f.send(source, lines.join("\n"), { framesEach: 25 });
  const parties = await f.count("party");
  const again = await f.send(other, lines.join("\r\n").replaceAll('"0701740', '"00 46 (0)70-1740'), { framesEach: 7 });
  assert.deepEqual([again.records, again.duplicates], [0, 60]);
  assert.deepEqual([await f.count("call_record"), await f.count("party")], [60, parties]);
});

test("calls with equal facts are told apart by their parties and by their places in one file", async (t) => {
  const f = await house.anew(t);
  const source = await f.addSource("asterisk-cdr-csv");
  const same = asterisk("10", "0701740605", "1001");
  const file = [same, same, same.replaceAll("0701740605", "0701740606")].join("\n");
  assert.equal((await f.send(source, file, { framesEach: 1 })).records, 3, "each line of one file is a call");
  assert.equal(
    (await f.send(source, file, { framesEach: 2 })).duplicates,
    3,
    "a second file with the same lines is a re-send",
  );
  assert.equal(
    (await f.send(source, same.replaceAll("0701740605", "0701740607"))).records,
    1,
    "another person is another call",
  );
  assert.equal(await f.count("call_record"), 4);
});

test("a file that grew and comes whole as another one adds only what is new, equal lines counted", async (t) => {
  const f = await openIngestFixture(t);
  const source = await f.addSource("asterisk-cdr-csv");
  const [first = "", ...others] = calls(10);
  await f.send(source, [first, first, ...others].join("\n"), { framesEach: 4 });
  const grown = await f.send(source, [first, first, ...others, first, ...calls(13).slice(10)].join("\n"));
  assert.deepEqual([grown.records, grown.duplicates], [4, 11]);
  assert.equal(await f.count("call_record"), 15);
});

test("equal lines of one file are as many calls, in whatever batches they come", async (t) => {
  const f = await house.anew(t);
  const source = await f.addSource("asterisk-cdr-csv");
  const deliveryId = randomUUID();
  const same = asterisk("10", "0701740605", "1001");
  await f.put(source, [same, same, same].join("\n"), { deliveryId, framesEach: 1 });
  const away = readdirSync(f.inbox).map((name) => join(f.inbox, name));
  for (const path of away) renameSync(path, `${path}.away`);
  for (const path of away.sort((a, b) => Number(a.split("-")[7]) - Number(b.split("-")[7]))) {
    renameSync(`${path}.away`, path);
    assert.equal((await ingestInbox(f.ctx, f.inbox)).records, 1, f.logged.join(""));
  }
  assert.equal(await f.count("call_record"), 3);
});

test("a damaged segment holds up nobody else, and its bytes may come again", async (t) => {
  const f = await house.anew(t);
  const source = await f.addSource("asterisk-cdr-csv");
  const deliveryId = randomUUID();
  await f.put(source, calls(5).join("\n"), { deliveryId });
  for (const name of readdirSync(f.inbox)) writeFileSync(join(f.inbox, name), "scratched");
  await f.put(source, calls(20).slice(10).join("\n"));
  const outcome = await ingestInbox(f.ctx, f.inbox);
  assert.deepEqual([outcome.records, outcome.failed], [10, 1]);
  const again = await f.send(source, calls(5).join("\n"), { deliveryId });
  assert.deepEqual([again.records, again.failed], [5, 0]);
});

test("bytes written into the inbox twice by a restarted collector are stored once", async (t) => {
  const f = await house.anew(t);
  const source = await f.addSource("asterisk-cdr-csv");
  const deliveryId = randomUUID();
  const file = calls(40).join("\n");
  await f.send(source, file, { deliveryId, framesEach: 10 });
  await f.put(source, file, { deliveryId, framesEach: 40 });
  const again = await ingestInbox(f.ctx, f.inbox);
  assert.deepEqual([again.records, again.duplicates, again.failed], [0, 0, 0], f.logged.join(""));
  assert.deepEqual(readdirSync(f.inbox), []);
  assert.equal(await f.count("call_record"), 40);
});

test("a segment that overlaps what is stored gives its new frames only", async (t) => {
  const f = await house.anew(t);
  const source = await f.addSource("asterisk-cdr-csv");
  const deliveryId = randomUUID();
  const lines = calls(30);
  await f.put(source, lines.join("\n"), { deliveryId, framesEach: 20 });
  const names = readdirSync(f.inbox).sort((a, b) => Number(a.split("-")[7]) - Number(b.split("-")[7]));
  const later = join(f.inbox, names[1] ?? "");
  renameSync(later, `${later}.away`);
  assert.equal((await ingestInbox(f.ctx, f.inbox)).records, 20);
  renameSync(`${later}.away`, later);
  await f.put(source, lines.join("\n"), { deliveryId, framesEach: 30 });
  const outcome = await ingestInbox(f.ctx, f.inbox);
  assert.equal(outcome.failed, 0, f.logged.join(""));
  assert.equal(await f.count("call_record"), 30);
  assert.deepEqual(readdirSync(f.inbox), []);
});

test("two workers on one inbox store everything once", async (t) => {
  const f = await house.anew(t);
  const source = await f.addSource("asterisk-cdr-csv");
  for (const file of [calls(200).slice(0, 100), calls(200).slice(100)])
    await f.put(source, file.join("\n"), { framesEach: 10 });
  const second = { ...f.ctx, settingsOf: settingsLoader(f.ctx.sql, f.ctx.clock) };
  for (let round = 0; round < 20 && readdirSync(f.inbox).length > 0; round++) {
    await Promise.all([ingestInbox(f.ctx, f.inbox), ingestInbox(second, f.inbox)]);
  }
  assert.deepEqual(readdirSync(f.inbox), []);
  assert.equal(await f.count("call_record"), 200);
});

test("what a CSV header said is known to whoever reads the next segment", async (t) => {
  const f = await house.anew(t);
  const source = await f.addSource("flexi-tid");
  const deliveryId = randomUUID();
  const lines = [
    "SSN,PHONE,DATE,ID,STATUS",
    ...Array.from({ length: 6 }, (_, i) => `900101+9802,070174060${i},2026-06-15 08:1${i}:00.000,t-${i},DONE`),
  ];
  await f.put(source, lines.join("\n"), { deliveryId, framesEach: 3 });
  const [, second = ""] = readdirSync(f.inbox).sort((a, b) => Number(a.split("-")[7]) - Number(b.split("-")[7]));
  const later = join(f.inbox, second);
  const stranger = { ...f.ctx, settingsOf: settingsLoader(f.ctx.sql, f.ctx.clock) };
  renameSync(later, `${later}.away`);
  await ingestInbox(f.ctx, f.inbox);
  renameSync(`${later}.away`, later);
  const outcome = await ingestInbox(stranger, f.inbox);
  assert.deepEqual([outcome.undefinedLines, outcome.failed], [0, 0]);
  assert.equal(await f.count("call_record"), 6);
});

test("an erased number of an earlier call stays out of what is sent again, a later call is ordinary", async (t) => {
  const f = await house.anew(t);
  const source = await f.addSource("asterisk-cdr-csv");
  const lines = [asterisk("10", "0701740605", "1001"), asterisk("11", "0701740606", "1001", "2026-06-15 09:01:00")];
  await f.send(source, lines.join("\n"));
  await eraseSubject(f, "+46701740605");
  f.time.now = new Date("2026-06-15T11:00:00Z");
  const later = asterisk("12", "0701740605", "1001", "2026-06-15 12:30:00");
  const outcome = await f.send(
    source,
    [...lines.map((line) => line.replaceAll("0701740605", "+46 70 174 06 05")), later].join("\n"),
  );
  assert.deepEqual([outcome.records, outcome.duplicates], [1, 2]);
  // A record whose only person is erased, but which was never stored before: stored without the person, marked so.
  await f.send(source, asterisk("13", "0046701740605", "1002", "2026-06-15 08:30:00"));
  const [first] = await storedRecords(f);
  assert.deepEqual([first?.["parties"], first?.["erased"]], [1, 1]);
  const readable = (await storedParties(f)).filter((party) => party.canonical === "+46701740605");
  assert.equal(readable.length, 1);
});

test("a fence raised between resolving and storing makes the batch resolve again", async (t) => {
  const f = await house.anew(t);
  const source = await f.addSource("asterisk-cdr-csv");
  await f.send(source, asterisk("10", "0701740605", "1001"));
  await f.put(source, calls(50).join("\n"));
  let raised = 0;
  const settingsOf = f.ctx.settingsOf;
  const keyring = new Proxy(f.ctx.keyring, {
    get(target, name, receiver) {
      // The clock is asked while slices are looked up: after the epoch was read and before the commit.
      if (name === "clock" && raised === 0) {
        raised++;
        void withCompany(f.db.data("web"), f.companyId, (tx) => raiseFence(tx, f.companyId));
      }
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
  const outcome = await ingestInbox({ ...f.ctx, keyring, settingsOf }, f.inbox);
  assert.deepEqual([outcome.records, outcome.failed, raised], [50, 0, 1], f.logged.join(""));
});

test("an erased personal identity number takes its truncated form along, and nobody else's with the same birthday", async (t) => {
  const f = await house.anew(t);
  const source = await f.addSource("flexi-tid");
  const header = "SOURCE;NOTE;DATE;ID;PHONE;SSN;NAME;SCHEDULED;DURATION;STATUS";
  const line = (id: string, ssn: string) => `CALLBACK;;2026-06-15 08:15:00.000;${id};;${ssn};;;240;DONE`;
  await f.send(source, [header, line("t-1", "18900101-9802")].join("\n"));
  await eraseSubject(f, "189001019802", 2);
  await f.send(source, [header, line("t-2", "18900101-9802"), line("t-3", "18900101-9810")].join("\n"));
  const rows = await storedParties(f);
  const each = (await storedRecords(f)).map((record) => rows.filter((row) => row.record === record["id"]).length);
  // The first call's rows point at nobody any more; the second has none; the third is somebody else's.
  assert.deepEqual(each.toSorted(), [0, 2, 2]);
});

test("an erased personal identity number stays out in its truncated form when it comes after its own end", async (t) => {
  const f = await house.anew(t);
  const source = await f.addSource("flexi-tid");
  const header = "SOURCE;NOTE;DATE;ID;PHONE;SSN;NAME;SCHEDULED;DURATION;STATUS";
  const line = (id: string, ssn: string) => `CALLBACK;;2026-06-15 08:15:00.000;${id};;${ssn};;;240;DONE`;
  await f.send(source, [header, line("t-1", "18900101-9802")].join("\n"));
  await eraseSubject(f, "189001019802", 2);
  f.time.now = new Date("2026-06-29T10:00:00Z");
  const before = await f.count("party");
  await f.send(source, [header, line("t-2", "18900101-9802"), line("t-3", "18900101-9810")].join("\n"), {
    receivedAt: new Date("2026-06-15T10:00:30Z"),
  });
  assert.equal((await f.count("party")) - before, 1, "the truncated number of the other person only");
});

/** The first step of an erasure, and the fence as its second raises it. */
async function eraseSubject(f: IngestFixture, canonical: string, dataClass = 1): Promise<void> {
  const subjects = await findSubjects(f.keyring, f.companyId, { class: dataClass, canonical });
  assert.equal(subjects.length, 1);
  await openIntent(f.keyring, f.companyId, {
    intentId: randomUUID(),
    subjectIds: subjects.map((subject) => subject.subjectId),
    watermarks: [{ class: dataClass, canonical, last8: canonical.slice(-8) }],
    before: f.time.now,
    until: "2026-12-31",
  });
  await withCompany(f.db.data("web"), f.companyId, (tx) => raiseFence(tx, f.companyId));
}
