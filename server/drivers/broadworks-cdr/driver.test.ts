import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { DecodedRecord } from "../driver.ts";
import { conformance } from "../testing/conformance.ts";
import { decodeFile, recordsIn } from "../testing/decode-file.ts";
import { broadworksCdr } from "./driver.ts";
import { accounting } from "./specimens.ts";
import { named, theOne } from "../testing/told.ts";

const stamp = (local: string) => `${local.replace(/\D/g, "")}.000`;

conformance(broadworksCdr, {
  file: [
    "Call Detail Record Version 13.0",
    accounting(),
    accounting({ type: "Duration", release: "", localCallId: "9:0" }),
    accounting({ localCallId: "9:0" }),
    `${accounting({ localCallId: "1408:0" }, 74)},Prov\\, Åsa,Public,`,
  ].join("\r\n"),
  record: ({ startedAt, answered, calling }) => {
    const at = Date.parse(`${startedAt.replace(" ", "T")}Z`);
    const after = (seconds: number) =>
      Number.isNaN(at) ? stamp(startedAt) : stamp(new Date(at + seconds * 1_000).toISOString().slice(0, 19));
    return accounting({
      start: stamp(startedAt),
      calling,
      answered: answered ? "Yes" : "No",
      answer: answered ? after(6) : "",
      release: after(66),
    });
  },
  withheld: ["", "anonymous"],
  time: { why: "BroadWorks writes UTC", zone: "utc" },
});

function only(text: string): DecodedRecord {
  return theOne(recordsIn(broadworksCdr, {}, decodeFile(broadworksCdr, {}, Buffer.from(text))));
}

function reason(text: string): string {
  const decoded = decodeFile(broadworksCdr, {}, Buffer.from(text))[0]?.decoded;
  return decoded !== undefined && "reason" in decoded ? `${decoded.kind} ${decoded.reason}` : (decoded?.kind ?? "");
}

test("a call of a user lasts from its answer to its release, in whole seconds", () => {
  const record = only(accounting());
  assert.deepEqual([record.durationSeconds, record.ringSeconds, record.disposition], [60, 6, "answered"]);
  assert.deepEqual([record.direction, record.extension], ["out", "+46846500442"]);
  assert.deepEqual(named(record), ["calling phone +46846500442", "called phone +46701740605"]);
});

test("a call to a user that was redirected names who redirected it, and where it ended", () => {
  const record = only(
    accounting({
      direction: "Terminating",
      calling: "+46701740633",
      called: "+46846500441",
      dialled: "",
      originalCalled: "+46846500443",
      redirecting: "+46846500444",
      account: "0701740650",
      answered: "Yes-PostRedirection",
    }),
  );
  assert.equal(record.direction, "in");
  assert.deepEqual(named(record), [
    "calling phone +46701740633",
    "called phone +46846500441",
    "transferred phone +46846500442",
    "redirecting phone +46846500443",
    "redirecting phone +46846500444",
    "redirecting phone 0701740650",
  ]);
});

test("a number that the caller withheld is known and cut, and nobody called with it", () => {
  const record = only(
    accounting({ direction: "Terminating", calling: "+46701740633", called: "+46846500442", presentation: "Private" }),
  );
  assert.deepEqual(named(record).slice(0, 2), ["caller phone +46701740633", "called phone +46846500442"]);
});

test("calls within the group are internal; causes tell why nobody answered", () => {
  assert.equal(only(accounting({ category: "private" })).direction, "internal");
  assert.equal(only(accounting({ route: "Group" })).direction, "internal");
  const cause = (word: string) => only(accounting({ answered: "No", answer: "", cause: word })).disposition;
  assert.deepEqual(["016", "017", "019", "034"].map(cause), ["no-answer", "busy", "no-answer", "failed"]);
});

test("a name with an escaped comma is read whole, and users in later columns are people", () => {
  const record = only(
    `${accounting({}, 72)},anna.prov@demo.example,BW081500123020326-1402@192.0.2.10,Prov\\, Anna,Public`,
  );
  assert.deepEqual(named(record).slice(2), ["called name Prov, Anna", "caller name anna.prov@demo.example"]);
});

test("a long call is told at its end, or from what was heard of it when the end never comes", () => {
  const interim = accounting({ type: "Duration", release: "" });
  const call = only([interim, accounting(), interim].join("\n"));
  assert.deepEqual([call.durationSeconds, call.partOf], [60, null]);
  const unfinished = only(interim);
  assert.deepEqual([unfinished.disposition, unfinished.partOf], ["answered", "BW081500123020326-1402@192.0.2.10"]);
  const leg = decodeFile(broadworksCdr, {}, Buffer.from(interim))[0]?.decoded;
  assert.ok(leg?.kind === "leg");
  assert.equal(broadworksCdr.join?.merge([leg.leg], false), null);
});

test("rows of a call's beginning and of the server are no calls; what is unknown is undefined", () => {
  assert.match(reason("Call Detail Record Version 13.0"), /^nothing version/);
  assert.match(reason("version=19.0 encoding=ISO-8859-1"), /^nothing version/);
  assert.match(reason(accounting({ type: "Start" })), /^nothing type/);
  assert.match(reason("0000000003,,Failover,,"), /^nothing type/);
  assert.match(reason(accounting({ type: "Surprise" })), /^undefined type/);
  assert.match(reason(accounting({ direction: "" })), /^undefined direction/);
  assert.match(reason(accounting({ release: "" })), /^undefined release/);
  assert.match(reason("1,sp,Normal"), /^undefined columns/);
});

const CORPUS = new URL("../../../../shared/corpus/broadworks-cdr/bw-a.csv", import.meta.url);
test("the sample: one start, one call of 204 seconds", {
  skip: existsSync(CORPUS) ? false : "the corpus is not here",
}, () => {
  const record = only(readFileSync(CORPUS, "utf8"));
  assert.equal(record.startedAt.toISOString(), "2025-11-04T08:14:00.123Z");
  assert.deepEqual([record.durationSeconds, record.ringSeconds, record.direction], [204, 6, "out"]);
  assert.deepEqual(named(record), ["calling phone +46313900611", "called phone +46701740605"]);
});
