import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { DecodedRecord, DriverOptions } from "../driver.ts";
import { conformance } from "../testing/conformance.ts";
import { decodeFile } from "../testing/decode-file.ts";
import { sansayVsx } from "./driver.ts";
import { session } from "./specimens.ts";
import { named } from "../testing/told.ts";

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const asctime = (local: string) =>
  `Mon ${MONTHS[Number(local.slice(5, 7)) - 1] ?? "Xyz"} ${local.slice(8, 10).replace(/^0/, " ")} ${local.slice(11)} ${local.slice(0, 4)}`;

conformance(sansayVsx, {
  file: [session(), session({ fromSource: '"Åsa" 0701740633' })].join("\r\n"),
  record: ({ startedAt, answered, calling }) =>
    session({
      start: asctime(startedAt),
      fromSource: calling,
      toSource: calling,
      seconds: answered ? "60" : "0",
      cause: answered ? "0001" : "0002",
    }),
  withheld: ["", "anonymous"],
});

function only(text: string, options: DriverOptions = {}, timeZone = "Europe/Stockholm"): DecodedRecord {
  const decode = sansayVsx.configure(options);
  const decoded = decode(Buffer.from(text), { receivedAt: new Date("2026-03-02T09:00:00Z"), timeZone, state: {} });
  assert.ok(decoded.kind === "records", "reason" in decoded ? decoded.reason : decoded.kind);
  const [record] = decoded.records;
  assert.ok(record !== undefined);
  return record;
}

test("both legs tell who called, whom, and to whom the call was led", () => {
  const record = only(session());
  assert.deepEqual(named(record), ["calling phone 0701740605", "called phone 0846500442", "transferred phone 204"]);
  assert.deepEqual([record.durationSeconds, record.ringSeconds, record.disposition], [60, 6, "answered"]);
  assert.deepEqual([record.direction, record.trunk], [null, "000200"], "a border controller has no side of its own");
});

test("the caller's identity stands in for a number that the leg does not tell", () => {
  const alone = named(only(session({ fromSource: "", toSource: "", identity: "0846500443" })));
  assert.ok(alone.includes("calling phone 0846500443"));
  assert.ok(named(only(session({ identity: "0846500443" }))).includes("caller phone 0846500443"));
});

test("a display name in quotes belongs to its field", () => {
  assert.equal(named(only(session({ fromSource: '"Åsa" <0701740605>' })))[0], 'calling phone "Åsa" <0701740605>');
});

test("the length of extensions tells the direction, where the site has one", () => {
  const record = only(session({ fromSource: "2040", toTrunk: "000300" }), { "extension-length": "4" });
  assert.deepEqual([record.direction, record.extension, record.trunk], ["out", "2040", "000300"]);
});

test("the switch's own zone goes before the site's, unless both agree but for the summer", () => {
  const start = "Mon Jul 14 10:00:00 2025";
  assert.equal(only(session({ start })).startedAt.toISOString(), "2025-07-14T08:00:00.000Z");
  assert.equal(only(session({ start, minutesWest: "300" })).startedAt.toISOString(), "2025-07-14T15:00:00.000Z");
  assert.equal(only(session({ start, minutesWest: "" })).startedAt.toISOString(), "2025-07-14T08:00:00.000Z");
  assert.equal(
    only(session({ start, minutesWest: "480" }), {}, "America/Los_Angeles").startedAt.toISOString(),
    "2025-07-14T17:00:00.000Z",
  );
});

test("causes say why a call was not answered", () => {
  const ended = (cause: string, protocolCause: string) =>
    only(session({ seconds: "0", cause, protocolCause })).disposition;
  assert.equal(ended("0002", "487"), "no-answer");
  assert.equal(ended("0003", "17"), "busy");
  assert.equal(ended("0405", "486"), "busy");
  assert.equal(ended("0402", "34"), "failed");
});

test("audits, headers by themselves and routes that were given up are no calls; a body without its header is one", () => {
  const kind = (text: string) => decodeFile(sansayVsx, {}, Buffer.from(text))[0]?.decoded.kind;
  assert.equal(kind(session({ type: "A" })), "nothing");
  assert.equal(kind("002452502;V1.10;R;"), "nothing");
  assert.equal(kind(session({ route: "I" })), "nothing");
  assert.deepEqual(named(only(session().split(";").slice(3).join(";"))), named(only(session())));
});

test("what is no record is undefined with its reason", () => {
  const reason = (text: string) => {
    const decoded = decodeFile(sansayVsx, {}, Buffer.from(text))[0]?.decoded;
    return decoded?.kind === "undefined" ? decoded.reason : "";
  };
  assert.match(reason("hello;there"), /^header/);
  assert.match(reason("1;V1.10;R;WithMedia;x"), /^fields/);
  assert.match(reason(session({ start: "Mon Feb 31 08:15:00 2026" })), /^start/);
  assert.match(reason(session({ seconds: "1m" })), /^duration/);
  assert.match(reason(session({ ring: "soon" })), /^ring/);
});

const CORPUS = new URL("../../../../shared/corpus/sansay-vsx/freeside-comment.txt", import.meta.url);
test("the real record: 305 seconds as the switch counts them, eight hours west of Greenwich", {
  skip: existsSync(CORPUS) ? false : "the corpus is not here",
}, () => {
  const record = only(readFileSync(CORPUS, "utf8").trimEnd());
  assert.equal(record.startedAt.toISOString(), "2003-12-15T19:38:34.000Z");
  assert.deepEqual([record.durationSeconds, record.ringSeconds, record.disposition], [305, 15, "answered"]);
  assert.deepEqual([record.callId, record.trunk], ["181-1071459514@192.188.0.28", "000200"]);
  assert.deepEqual(named(record), ["called phone 9001", "transferred phone 8811", "calling phone 8587542200"]);
});
