import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, test, type TestContext } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { startSource, stopSource } from "../../collect/index.ts";
import { door } from "../../context.ts";
import { ALWAYS, OFFICE } from "../../domain/office-hours.ts";
import { dayIn } from "../../domain/zoned-time.ts";
import { openPrivacyFixture } from "../../privacy/privacy-fixture.ts";
import { addProcessed, type ProcessedCounts } from "../../store/processed.ts";
import { addSource } from "../../store/sources.ts";
import { readCompanyOverview } from "../company-overview.ts";
import { acknowledgeAlarm, alarmHistory } from "./alarm-history.ts";
import { dropGuard, setGuard } from "./set-guard.ts";
import { showGuards } from "./show-guards.ts";
import { watchAll } from "./watch-all.ts";

// One installation for all tests, and a company for each.
const house = await openPrivacyFixture({ after });
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

/** A company with a source that runs, on a Monday at noon in Stockholm. */
async function open(t: TestContext) {
  const f = await house.beside(t);
  const add = (name: string) =>
    withCompany(f.db.data("web"), f.companyId, (tx) =>
      addSource(tx, {
        companyId: f.companyId,
        name,
        transport: "shared-file",
        driver: "asterisk-cdr-csv",
        product: 4,
        settings: {},
        driverOptions: {},
        layoutId: null,
        layoutVersion: null,
        timeZone: null,
        country: null,
        outsideLine: null,
        extensionDigits: null,
        internationalPrefix: null,
        keepNames: false,
      }),
    );
  const source = await add("Växel");
  const by = f.as("company-administrator");
  await startSource(by, { sourceId: source });
  return {
    ...f,
    by,
    add,
    source,
    later: (minutes: number) => {
      f.time.now = new Date(f.time.now.getTime() + minutes * 60_000);
    },
    /** What ingest writes when it stores a batch. */
    stored: async (counts: Partial<ProcessedCounts> = { frames: 1, records: 1 }, sourceId = source) => {
      const at = (counts.records ?? 0) > 0 ? f.time.now : null;
      const day = dayIn("Europe/Stockholm", f.time.now);
      await withCompany(door(f.installation, "ingest"), f.companyId, (tx) =>
        addProcessed(tx, f.companyId, sourceId, [{ day, sessionId: null, at, counts: { ...NOTHING, ...counts } }]),
      );
    },
    silent: async () =>
      (await showGuards(by)).guards.flatMap(({ sourceId, guard }) => (guard?.silentFrom ? [sourceId] : [])),
    history: async () =>
      (await alarmHistory(by)).alarms.map(({ kind, name, raisedAt, endedAt }) => [
        kind,
        name,
        raisedAt.toISOString().slice(5, 16),
        endedAt?.toISOString().slice(5, 16) ?? null,
      ]),
  };
}

test("a silent source raises an alarm that stands in portal and history until a call is stored, whoever looks and how often", async (t) => {
  const f = await open(t);
  await f.stored();
  await setGuard(f.by, { sourceId: f.source, minutes: 30, calendar: OFFICE });
  f.later(29);
  assert.deepEqual(await f.silent(), []);
  // Headers and lines that nobody understands are no calls.
  await f.stored({ frames: 2, filtered: 1, undefinedLines: 1 });
  f.later(11);
  // No worker has run: what is stored alone is judged.
  const { alarms } = await readCompanyOverview(f.by);
  const told = alarms.find(({ kind }) => kind === "guard-source");
  assert.deepEqual([told?.level, told?.figures["name"], told?.figures["count"]], ["bad", "Växel", 30]);
  assert.equal(told?.since?.toISOString(), "2026-06-15T10:30:00.000Z");
  await Promise.all([f.silent(), f.silent(), watchAll(f.installation), watchAll(f.installation)]);
  assert.deepEqual(await f.history(), [["guard-source", "Växel", "06-15T10:30", null]]);
  f.later(3);
  await f.stored();
  f.later(5);
  const figures = await watchAll(f.installation);
  assert.deepEqual([figures.silent, figures.missing, figures.failed], [0, 0, 0]);
  assert.deepEqual(await f.history(), [["guard-source", "Växel", "06-15T10:30", "06-15T10:43"]]);
  assert.deepEqual(
    (await readCompanyOverview(f.by)).alarms.filter(({ kind }) => kind === "guard-source"),
    [],
  );
});

test("an outage over midnight goes on in the morning, and nobody is told while the office is closed", async (t) => {
  const f = await open(t);
  await setGuard(f.by, { sourceId: f.source, minutes: 60, calendar: OFFICE });
  // Half past four in the afternoon, half an hour before the office closes.
  f.time.now = new Date("2026-06-15T14:30:00Z");
  await f.stored();
  for (const moment of [
    "2026-06-15T15:00:00Z",
    "2026-06-15T22:10:00Z",
    "2026-06-16T05:59:00Z",
    "2026-06-16T06:29:00Z",
  ]) {
    f.time.now = new Date(moment);
    assert.deepEqual(await f.silent(), [], moment);
  }
  f.time.now = new Date("2026-06-16T06:31:00Z");
  assert.deepEqual(await f.silent(), [f.source]);
  assert.deepEqual(await f.history(), [["guard-source", "Växel", "06-16T06:30", null]]);
});

test("a guard looked at while the office is closed says until when, of calls and of bytes alike", async (t) => {
  const f = await open(t);
  await setGuard(f.by, { sourceId: 0, minutes: 60, calendar: { ...OFFICE, closed: ["2026-06-16"] } });
  await setGuard(f.by, { sourceId: f.source, kind: "collected", minutes: 60, calendar: null });
  await setGuard(f.by, { sourceId: f.source, minutes: 60, calendar: ALWAYS });
  const closed = async () =>
    (await showGuards(f.by)).guards.flatMap(({ guard, collected }) =>
      [guard, collected].flatMap((one) => (one === null ? [] : [one.closed?.until?.toISOString() ?? null])),
    );
  assert.deepEqual(await closed(), [null, null, null]);
  await f.stored();
  f.time.now = new Date("2026-06-15T15:30:00Z");
  assert.deepEqual(await closed(), ["2026-06-17T06:00:00.000Z", null, "2026-06-17T06:00:00.000Z"]);
});

test("a source that was stopped is not expected, and is listened to anew from when it starts", async (t) => {
  const f = await open(t);
  await setGuard(f.by, { sourceId: f.source, minutes: 10, calendar: ALWAYS });
  await stopSource(f.by, { sourceId: f.source });
  f.later(600);
  assert.deepEqual(await f.silent(), []);
  await startSource(f.by, { sourceId: f.source });
  f.later(9);
  assert.deepEqual(await f.silent(), []);
  f.later(2);
  assert.deepEqual(await f.silent(), [f.source]);
  await stopSource(f.by, { sourceId: f.source });
  assert.deepEqual(await f.silent(), []);
  assert.equal((await f.history())[0]?.[3], "06-15T20:11");
});

test("the company's own guard is content with any source, and lends its calendar to those without one", async (t) => {
  const f = await open(t);
  const other = await f.add("Växel 2");
  await startSource(f.by, { sourceId: other });
  await setGuard(f.by, { sourceId: 0, minutes: 30, calendar: { ...OFFICE, closed: ["2026-06-16"] } });
  await setGuard(f.by, { sourceId: f.source, minutes: 30, calendar: null });
  f.later(20);
  await f.stored(undefined, other);
  f.later(20);
  assert.deepEqual(await f.silent(), [f.source]);
  f.later(20);
  assert.deepEqual(await f.silent(), [0, f.source]);
  f.time.now = new Date("2026-06-15T14:45:00Z");
  await f.stored();
  f.time.now = new Date("2026-06-16T12:00:00Z");
  assert.deepEqual(await f.silent(), [], "the company is closed that day");
  f.time.now = new Date("2026-06-17T06:20:00Z");
  assert.deepEqual(await f.silent(), [0, f.source]);
});

test("an alarm is taken note of once, by whoever sees it, and dropping the guard ends it", async (t) => {
  const f = await open(t);
  await setGuard(f.by, { sourceId: f.source, minutes: 1, calendar: null });
  f.later(5);
  const [alarm] = (await alarmHistory(f.by)).alarms;
  assert.ok(alarm !== undefined);
  await acknowledgeAlarm(f.as("supervisor", { name: "Siv Sund" }), { alarmId: alarm.id });
  await assert.rejects(acknowledgeAlarm(f.by, { alarmId: alarm.id }), { code: "not-found" });
  await assert.rejects(acknowledgeAlarm(f.by, { alarmId: randomUUID() }), { code: "not-found" });
  assert.equal((await alarmHistory(f.by)).alarms[0]?.acknowledgedByName, "Siv Sund");
  await dropGuard(f.by, { sourceId: f.source });
  assert.ok((await alarmHistory(f.by)).alarms[0]?.endedAt !== null);
  await assert.rejects(dropGuard(f.by, { sourceId: f.source }), { code: "not-found" });
});

test("who may not change processing sets no guard, and an impossible calendar is refused with what is wrong", async (t) => {
  const f = await open(t);
  for (const who of ["dpo", "supervisor", "system-administrator"] as const) {
    await assert.rejects(setGuard(f.as(who), { sourceId: f.source, minutes: 5, calendar: null }), {
      code: "forbidden",
    });
    await assert.rejects(dropGuard(f.as(who), { sourceId: f.source }), { code: "forbidden" });
    assert.equal((await showGuards(f.as(who))).guards.length, 2, who);
  }
  await assert.rejects(showGuards(f.as("end-user")), { code: "forbidden" });
  await assert.rejects(setGuard(f.by, { sourceId: 77, minutes: 5, calendar: null }), { code: "not-found" });
  const night = { ...OFFICE, week: OFFICE.week.map(() => [{ from: 1_320, to: 360 }]) };
  await assert.rejects(setGuard(f.by, { sourceId: f.source, minutes: 5, calendar: night }), /until 24:00/);
});

test("a frame that disappeared is an alarm with its number, and one that is found again ends it", async (t) => {
  const f = await open(t);
  await f.stored({ frames: 10, records: 7 });
  const { alarms } = await readCompanyOverview(f.by);
  const told = alarms.find(({ kind }) => kind === "frames-missing");
  assert.deepEqual([told?.level, told?.figures], ["bad", { name: "Växel", count: 3 }]);
  assert.equal((await watchAll(f.installation)).missing, 1);
  await f.stored({ records: 3 });
  assert.equal((await watchAll(f.installation)).missing, 0);
  assert.equal((await f.history())[0]?.[0], "frames-missing");
  assert.ok((await f.history())[0]?.[3] !== null);
});
