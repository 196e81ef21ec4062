import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { DATA_CLASSES } from "../../domain/codes.ts";
import { addDays, startOfDay } from "../../domain/zoned-time.ts";
import { openIntent } from "../../keyring/index.ts";
import { call as twilioCall } from "../../drivers/twilio-calls-json/specimens.ts";
import { segment } from "../../drivers/avaya-ipo-smdr/specimens.ts";
import { addUndefinedWork, cancelUndefinedWork, undefinedWorkById } from "../../store/undefined-work.ts";
import { startTransfer } from "../../store/transfers.ts";
import { asterisk, type IngestFixture, openIngestFixture } from "../ingest-fixture.ts";
import { ingestInbox } from "../ingest-inbox.ts";
import { joinWaiting } from "../join-waiting.ts";
import { asOwner, storedLines, storedParties, storedRecords } from "../stored-fixture.ts";
import { runAgain } from "./run-again.ts";

// One installation for all tests, and a company for each.
const house = await openIngestFixture({ after });
const WRONG = "flexi-tid";
const RIGHT = "asterisk-cdr-csv";

async function session(f: IngestFixture, sourceId: number): Promise<string> {
  const id = randomUUID();
  const row = { companyId: f.companyId, id, sourceId, startedAt: f.time.now, holder: null };
  await withCompany(f.db.data("collect"), f.companyId, (tx) => startTransfer(tx, row));
  return id;
}

async function ask(f: IngestFixture, sourceId: number, driver: string, options = {}, day = "2026-06-15") {
  const zone = "Europe/Stockholm";
  const id = randomUUID();
  const [fromAt, beforeAt] = [startOfDay(day, zone), startOfDay(addDays(day, 1), zone)];
  const work = { companyId: f.companyId, id, accountId: randomUUID(), kind: "again", sourceId, slices: [] } as const;
  await withCompany(f.db.data("web"), f.companyId, (tx) =>
    addUndefinedWork(tx, {
      ...{ ...work, fromDay: day, toDay: day, fromAt, beforeAt, createdAt: f.time.now, linesTotal: 3 },
      ...{ driver, driverOptions: options },
    }),
  );
  return { id, run: (signal?: AbortSignal) => runAgain(f.ctx, { companyId: f.companyId, workId: id }, signal) };
}

async function workOf(f: IngestFixture, id: string) {
  const row = await withCompany(f.db.data("web"), f.companyId, (tx) => undefinedWorkById(tx, f.companyId, id));
  assert.ok(row);
  const { state, linesDone, records, duplicates, joined, filtered, linesLeft, error } = row;
  return { state, linesDone, records, duplicates, joined, filtered, linesLeft, error };
}

const SESSION =
  "select records, undefined_lines, duplicates, joined, filtered, waiting from data.transfer_session where id = ";
const HELD = `select coalesce(sum(held), 0)::int as held from data.stored_count where class = ${DATA_CLASSES.undefined}`;

test("lines read by the wrong driver become calls once, their lines go with it, and what stays has the new reason", async (t) => {
  const f = await house.anew(t);
  const sourceId = await f.addSource(WRONG);
  const sessionId = await session(f, sourceId);
  const deliveryId = randomUUID();
  const file = `${asterisk("01", "0701740605", "3001")}\n${asterisk("02", "0701740606", "3002")}\nno call at all 0701740607\n`;
  await f.send(sourceId, file, { sessionId, deliveryId });
  assert.equal(await f.count("undefined_line"), 3);

  // The same file again, by another source that knows it: those calls are other ones, of another source.
  const again = await ask(f, sourceId, RIGHT);
  await again.run();
  assert.deepEqual(await workOf(f, again.id), {
    ...{ state: "done", linesDone: 3, records: 2, duplicates: 0, joined: 0, filtered: 0, linesLeft: 1, error: null },
  });
  const numbers = (await storedParties(f)).filter((party) => party.class === "phone").map((party) => party.canonical);
  assert.deepEqual(numbers.toSorted(), ["+46701740605", "+46701740606"]);
  const [left] = await storedLines(f);
  assert.equal(await f.count("undefined_line"), 1);
  assert.match(left?.bytes ?? "", /no call at all/);
  assert.notEqual(left?.reason, undefined);
  assert.deepEqual(await asOwner(f, `${SESSION}'${sessionId}'`), [
    { records: 2, undefined_lines: 1, duplicates: 0, joined: 0, filtered: 0, waiting: 0 },
  ]);
  assert.deepEqual(await asOwner(f, HELD), [{ held: 1 }]);

  // Done twice, nothing is stored twice.
  const twice = await ask(f, sourceId, RIGHT);
  await twice.run();
  assert.equal((await storedRecords(f)).length, 2);
  assert.equal((await workOf(f, twice.id)).linesLeft, 1);

  // The same file sent a second time, read wrongly again: its calls are known as sent again.
  const second = await session(f, sourceId);
  await f.send(sourceId, file, { sessionId: second });
  const known = await ask(f, sourceId, RIGHT);
  await known.run();
  assert.equal((await storedRecords(f)).length, 2);
  const { records, duplicates } = await workOf(f, known.id);
  assert.deepEqual({ records, duplicates }, { records: 0, duplicates: 2 });
  assert.deepEqual(await asOwner(f, `${SESSION}'${second}'`), [
    { records: 0, undefined_lines: 1, duplicates: 2, joined: 0, filtered: 0, waiting: 0 },
  ]);
});

const HEADER = "source,date,phone,ssn,duration,status";
const row = (number: string, minute: string) => `CALLBACK,2026-06-15 09:${minute}:00.000,${number},,240,DONE`;

/** Killed at its nth step, as a worker that dies between two transactions. */
function killedAt(step: number): AbortSignal {
  let steps = 0;
  const throwIfAborted = () => {
    if (++steps > step) throw new Error("killed");
  };
  return { throwIfAborted } as unknown as AbortSignal;
}

test("killed at any step it goes on behind the last one, and knows what the file said in lines that are gone", async (t) => {
  const f = await house.anew(t);
  const sourceId = await f.addSource(RIGHT);
  // One file over two days: the header came on the first, and is understood, gone and needed when the second is read.
  const numbers = ["0701740605", "0701740606", "0701740607", "0701740608"];
  const file = [HEADER, ...numbers.map((number, at) => row(number, `0${at}`))].join("\n");
  const deliveryId = randomUUID();
  await f.put(sourceId, file, { deliveryId, framesEach: 2 });
  await ingestInbox(f.ctx, f.inbox);
  assert.equal(await f.count("undefined_line"), 5);
  await asOwner(f, "update data.undefined_line set received_at = received_at + interval '1 day' where position > 90");
  const zone = "Europe/Stockholm";
  const id = randomUUID();
  await withCompany(f.db.data("web"), f.companyId, (tx) =>
    addUndefinedWork(tx, {
      ...{ companyId: f.companyId, id, accountId: randomUUID(), kind: "again", sourceId, slices: [], linesTotal: 5 },
      ...{ fromDay: "2026-06-15", toDay: "2026-06-16", driver: "flexi-tid", driverOptions: {}, createdAt: f.time.now },
      ...{ fromAt: startOfDay("2026-06-15", zone), beforeAt: startOfDay("2026-06-17", zone) },
    }),
  );
  const run = (signal?: AbortSignal) => runAgain(f.ctx, { companyId: f.companyId, workId: id }, signal);
  for (const step of [0, 1, 2]) await assert.rejects(run(killedAt(step)), /killed/);
  const before = await f.count("undefined_line");
  assert.ok(before > 0 && before < 5, `${before} lines were left when it was killed`);
  await run();
  assert.equal(await f.count("undefined_line"), 0);
  const { state, linesDone, records, filtered, linesLeft } = await workOf(f, id);
  assert.deepEqual(
    { state, linesDone, records, filtered, linesLeft },
    {
      ...{ state: "done", linesDone: 5, records: 4, filtered: 1, linesLeft: 0 },
    },
  );
  const phones = (await storedParties(f)).filter((party) => party.class === "phone").map((party) => party.canonical);
  assert.deepEqual(
    phones.toSorted(),
    numbers.map((number) => `+46${number.slice(1)}`),
  );
});

test("cancelled it stores nothing more, and another company's work is none", async (t) => {
  const f = await house.anew(t);
  const sourceId = await f.addSource(WRONG);
  await f.send(sourceId, `${asterisk("01", "0701740605", "3001")}\n`);
  const waiting = await ask(f, sourceId, RIGHT);
  const cancel = (id: string) =>
    withCompany(f.db.data("web"), f.companyId, (tx) => cancelUndefinedWork(tx, f.companyId, id, f.time.now));
  assert.equal(await cancel(waiting.id), "cancelled");
  await waiting.run();
  assert.equal(await f.count("call_record"), 0);

  const running = await ask(f, sourceId, RIGHT);
  await assert.rejects(running.run(killedAt(0)), /killed/);
  assert.equal(await cancel(running.id), "running");
  await running.run();
  assert.equal((await workOf(f, running.id)).state, "cancelled");
  assert.deepEqual([await f.count("call_record"), await f.count("undefined_line")], [0, 1]);

  const open = await ask(f, sourceId, RIGHT);
  await runAgain(f.ctx, { companyId: f.companyId + 1, workId: open.id });
  assert.deepEqual([(await workOf(f, open.id)).state, await f.count("call_record")], ["waiting", 0]);
  await cancel(open.id);
  const gone = await ask(f, sourceId, "no-such-driver");
  await gone.run();
  assert.deepEqual([(await workOf(f, gone.id)).state, (await workOf(f, gone.id)).error], ["failed", "bad-input"]);
  assert.equal(await f.count("undefined_line"), 1);
});

test("an erased number does not come back through a line that still holds it, nor a class that has expired", async (t) => {
  const f = await house.anew(t);
  const sourceId = await f.addSource(WRONG);
  const old = asterisk("03", "0701740607", "3003", "2026-01-10 09:00:00");
  await f.send(sourceId, `${asterisk("01", "0701740605", "3001")}\n${asterisk("02", "0701740606", "3002")}\n${old}\n`);
  await openIntent(f.keyring, f.companyId, {
    intentId: "00000000-0000-4000-8000-00000000e001",
    subjectIds: [],
    watermarks: [{ class: DATA_CLASSES.phone, canonical: "+46701740605", last8: "01740605" }],
    before: new Date("2026-06-15T11:00:00Z"),
    until: "2027-01-01",
  });
  const again = await ask(f, sourceId, RIGHT);
  await again.run();
  const records = await storedRecords(f);
  assert.equal(records.length, 3);
  const phones = (await storedParties(f)).filter((party) => party.class === "phone").map((party) => party.canonical);
  assert.deepEqual(phones, ["+46701740606"]);
  const without = (why: "erased" | "late") => records.filter((record) => record[why] !== null).length;
  assert.deepEqual([without("erased"), without("late")], [1, 1]);
});

test("parts of calls are joined over the lines of a day, and legs that wait for their call are left alone", async (t) => {
  const f = await house.anew(t);
  const lines = [
    segment({ callId: "1", continuation: "1", start: "2026/06/15 08:15:00" }),
    segment({ callId: "2", caller: "0701740606", start: "2026/06/15 08:20:00" }),
    segment({ callId: "1", start: "2026/06/15 08:16:00", caller: "0701740605" }),
    segment({ callId: "3", continuation: "1", caller: "0701740607", start: "2026/06/15 08:30:00" }),
  ];
  // As the right driver would have read it, legs that wait told when their time is over.
  const right = await f.addSource("avaya-ipo-smdr");
  await f.send(right, `${lines.join("\n")}\n`);
  const waits = `select count(*)::int as n from data.undefined_line where source_id = ${right} and join_key is not null`;
  assert.deepEqual(await asOwner(f, waits), [{ n: 1 }]);

  const wrong = await f.addSource(WRONG);
  const sessionId = await session(f, wrong);
  const twoFiles = [`${lines.slice(0, 2).join("\n")}\n`, `${lines.slice(2).join("\n")}\n`];
  for (const file of twoFiles) await f.send(wrong, file, { sessionId });
  const again = await ask(f, wrong, "avaya-ipo-smdr");
  await assert.rejects(again.run(killedAt(2)), /killed/);
  await again.run();
  const after = await workOf(f, again.id);
  assert.deepEqual([after.state, after.linesLeft, after.records, after.joined], ["done", 0, 3, 1]);
  assert.deepEqual(await asOwner(f, `${SESSION}'${sessionId}'`), [
    { records: 3, undefined_lines: 0, duplicates: 0, joined: 1, filtered: 0, waiting: 0 },
  ]);
  assert.deepEqual(await asOwner(f, waits), [{ n: 1 }], "what waits for its call is no line to be tried");

  f.time.now = new Date(f.time.now.getTime() + 86_400_000);
  await joinWaiting(f.ctx, { companyId: f.companyId, sourceId: right });
  const facts = (of: number) =>
    asOwner(
      f,
      `select started_at, duration_seconds, parties from data.call_record where source_id = ${of} order by started_at`,
    );
  assert.deepEqual(await facts(wrong), await facts(right));
});

test("records of several lines that were cut at their line ends are put together again", async (t) => {
  const f = await house.anew(t);
  const sourceId = await f.addSource(WRONG);
  const sessionId = await session(f, sourceId);
  // More lines than are read at once: a page breaks a record off.
  const numbers = Array.from({ length: 40 }, (_, at) => `07017406${String(at + 10)}`);
  const calls = numbers.map((number, at) => {
    const times = {
      start_time: `Mon, 15 Jun 2026 08:${at + 10}:00 +0000`,
      end_time: `Mon, 15 Jun 2026 08:${at + 11}:00 +0000`,
    };
    const from = `+46${number.slice(1)}`;
    return JSON.parse(twilioCall({ sid: `CA${at}`, from, from_formatted: from, ...times })) as object;
  });
  const file = `${JSON.stringify({ calls }, null, 2)}\nnoise 0701740608\n`;
  await f.send(sourceId, file, { sessionId });
  const lines = await f.count("undefined_line");
  assert.equal(lines, file.trimEnd().split("\n").length);
  const again = await ask(f, sourceId, "twilio-calls-json");
  await again.run();
  const { records, state, linesLeft } = await workOf(f, again.id);
  assert.deepEqual([state, records, await f.count("undefined_line")], ["done", numbers.length, linesLeft]);
  const phones = (await storedParties(f)).filter((party) => party.class === "phone").map((party) => party.canonical);
  const callers = phones.filter((phone) => phone?.startsWith("+4670"));
  assert.deepEqual(
    callers.toSorted(),
    numbers.map((number) => `+46${number.slice(1)}`),
  );
  const left = (await storedLines(f)).map(({ bytes }) => bytes).join("\n");
  assert.match(left, /noise 0701740608/);
  assert.doesNotMatch(left, /467017406/, "a line goes with the record it is part of");
  const [counts] = await asOwner(f, `${SESSION}'${sessionId}'`);
  const { records: stored, undefined_lines: undefinedLines, joined, filtered } = counts ?? {};
  assert.equal(Number(stored) + Number(undefinedLines) + Number(joined) + Number(filtered), lines);
});
