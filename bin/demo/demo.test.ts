import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { readNumber } from "#server/domain/numbers/index.ts";
import { readSsn } from "#server/domain/ssn.ts";
import { addDays } from "#server/domain/zoned-time.ts";
import { driverNamed, framingOf } from "#server/drivers/catalogue.ts";
import type { DecodedRecord } from "#server/drivers/driver.ts";
import { createFramer } from "#server/drivers/framing.ts";
import { instantOf, type Moment } from "./moment.ts";
import { readDemoNote, writeDemoNote } from "./note.ts";
import type { Pbx } from "./pbx.ts";
import { castOf, REGULARS } from "./people.ts";
import { play } from "./play.ts";
import { folderOf, PBXES, writePast } from "./write-files.ts";

const NOW: Moment = { day: "2026-11-22", second: 12 * 3600 };
const BEGIN: Moment = { day: addDays(NOW.day, -130), second: 0 };
const SITE = { country: "SE", outsideLine: "0", extensionDigits: 4, internationalPrefix: null };

function newHome(t: TestContext): string {
  const home = mkdtempSync(join(tmpdir(), "demo-"));
  t.after(() => rmSync(home, { recursive: true }));
  return home;
}

/** What the drivers make of a system's files, oldest file first. */
function readBack(home: string, pbx: Pbx): { records: DecodedRecord[]; undefined: number } {
  const driver = driverNamed(pbx.driver);
  const out = { records: [] as DecodedRecord[], undefined: 0 };
  for (const file of readdirSync(folderOf(home, pbx)).sort()) {
    const decode = driver.configure({});
    const context = { receivedAt: new Date(0), timeZone: "Europe/Stockholm", extensionDigits: 4, state: {} };
    const framer = createFramer(framingOf(driver, {}));
    for (const frame of [...framer.push(readFileSync(join(folderOf(home, pbx), file))), ...framer.finish()]) {
      const decoded = decode(frame.bytes, context);
      if (decoded.kind === "records") out.records.push(...decoded.records);
      else if (decoded.kind === "undefined") out.undefined++;
    }
  }
  return out;
}

test("130 days are about 20,000 records in the real formats, with a few undefined lines", (t) => {
  const home = newHome(t);
  const lines = writePast(home, BEGIN, NOW);
  const read = PBXES.map((pbx) => readBack(home, pbx));
  const records = read.reduce((sum, each) => sum + each.records.length, 0);
  const undefinedLines = read.reduce((sum, each) => sum + each.undefined, 0);
  assert.equal(records + undefinedLines, lines);
  assert.ok(records > 19_000 && records < 22_000, `${records} records`);
  assert.ok(undefinedLines > 3 && undefinedLines < 60, `${undefinedLines} undefined lines`);
});

test("every number is of a series reserved for fiction, every personal identity number a test number", (t) => {
  const home = newHome(t);
  writePast(home, { day: addDays(NOW.day, -30), second: 0 }, NOW);
  const fiction = /^\+46(?:7017406|8465004|3139006|4062804|9803192)\d\d$/;
  const ssns = new Set(castOf().map((person) => person.ssn));
  for (const { records } of PBXES.map((pbx) => readBack(home, pbx))) {
    for (const { startedAt, values } of records) {
      for (const value of values) {
        const read = value.class === "phone" ? readNumber(value.text, SITE) : null;
        if (read?.e164 != null) assert.match(read.e164, fiction);
        else if (read !== null) assert.ok(["extension", "withheld"].includes(read.kind), read.kind);
        const ssn = value.class === "ssn" ? readSsn(value.text, startedAt) : null;
        if (value.class === "ssn") assert.ok(ssn?.valid === true && ssns.has(ssn.canonical));
      }
    }
  }
});

test("the regulars call every company within any three days, so that a search finds something in each", (t) => {
  const home = newHome(t);
  writePast(home, { day: addDays(NOW.day, -3), second: 0 }, { day: NOW.day, second: 0 });
  const regulars = castOf().slice(0, REGULARS);
  for (const pbx of PBXES) {
    const numbers = new Set(
      readBack(home, pbx).records.flatMap(({ values }) => values.map(({ text }) => readNumber(text, SITE).e164)),
    );
    for (const { mobile, landline } of regulars) {
      const own = [mobile, landline].flatMap((number) => (number === null ? [] : [readNumber(number, SITE).e164]));
      assert.ok(
        own.some((number) => numbers.has(number)),
        `${pbx.source} knows each regular`,
      );
    }
  }
});

test("the past written in two parts is the past written at once", (t) => {
  const [whole, parts] = [newHome(t), newHome(t)];
  const [from, middle] = [
    { day: addDays(NOW.day, -4), second: 0 },
    { day: addDays(NOW.day, -2), second: 40_000 },
  ];
  writePast(whole, from, NOW);
  assert.equal(
    writePast(parts, from, middle) + writePast(parts, middle, NOW),
    PBXES.reduce((sum, pbx) => sum + linesOf(whole, pbx), 0),
  );
  for (const pbx of PBXES) {
    const file = pbx.file(NOW, NOW);
    assert.deepEqual(readFileSync(join(folderOf(parts, pbx), file)), readFileSync(join(folderOf(whole, pbx), file)));
  }
});

function linesOf(home: string, pbx: Pbx): number {
  return readdirSync(folderOf(home, pbx)).reduce((sum, file) => {
    const lines = readFileSync(join(folderOf(home, pbx), file), "utf8").split("\n").length - 1;
    return sum + lines - (pbx.header === null ? 0 : 1);
  }, 0);
}

test("the exchange's file is renamed when its month is over, and a new one begun", (t) => {
  const home = newHome(t);
  const exchange = PBXES.find((pbx) => pbx.rotates !== undefined);
  assert.ok(exchange?.rotates !== undefined);
  const end: Moment = { day: "2026-10-31", second: 80_000 };
  writePast(home, { day: "2026-10-31", second: 0 }, end);
  const file = join(folderOf(home, exchange), exchange.rotates);
  utimesSync(file, instantOf(end), instantOf(end));
  writePast(home, end, { day: "2026-11-02", second: 60_000 });
  assert.deepEqual(readdirSync(folderOf(home, exchange)).sort(), ["Master.csv", "Master.csv-2026-10"]);
});

test("the player fills the gap of a stop, then goes on with single calls", async (t) => {
  const home = newHome(t);
  let now = instantOf(NOW).getTime();
  mkdirSync(join(home, "shared"));
  writeDemoNote(home, new Date(now - 3 * 86_400_000));
  let pauses = 0;
  const ended = play(home, {
    clock: () => new Date(now),
    pause(ms) {
      now += ms;
      pauses++;
      return pauses > 20 ? Promise.reject(new Error("the end")) : Promise.resolve();
    },
    failed: (error) => assert.fail(String(error)),
  });
  await assert.rejects(ended, /the end/);
  const lines = PBXES.reduce((sum, pbx) => sum + linesOf(home, pbx), 0);
  const gap = writePast(newHome(t), { ...NOW, day: addDays(NOW.day, -3) }, NOW);
  assert.equal(lines, gap + 20);
  assert.ok(new Date(readDemoNote(home)?.writtenUntil ?? 0).getTime() > instantOf(NOW).getTime());
});
