import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { DecodedRecord } from "../driver.ts";
import { conformance, FICTION, later } from "../testing/conformance.ts";
import { decodeFile, recordsIn } from "../testing/decode-file.ts";
import { ciscoIosSyslog } from "./driver.ts";
import { CALLED, FEATURE, fileLine, ID, iosTime, leg } from "./specimens.ts";
import { named } from "../testing/told.ts";

conformance(ciscoIosSyslog, {
  file: [
    "Mar  2 08:00:00.000: %LINK-3-UPDOWN: Interface Serial0, changed state to up",
    leg(),
    FEATURE,
    leg(CALLED),
    leg({ ConnectionId: "BB 1 2 3", PeerAddress: FICTION.other }),
    fileLine({ 1: '"CC 1 2 3"', 12: '"åsa"' }),
    fileLine({ 1: '"CC 1 2 3"', 10: '"originate"' }),
  ].join("\n"),
  record: ({ startedAt, answered, calling }) => {
    const times = {
      SetupTime: iosTime(startedAt),
      ConnectTime: iosTime(later(startedAt, answered ? 10 : 70)),
      DisconnectTime: iosTime(later(startedAt, 70)),
    };
    return [leg({ ...times, PeerAddress: calling }), leg({ ...times, ...CALLED })];
  },
  withheld: ["", "anonymous", "Unknown"],
  time: { why: "times name their zone; the suite writes UTC", zone: "utc" },
});

function calls(lines: readonly string[], options = {}): readonly DecodedRecord[] {
  return recordsIn(ciscoIosSyslog, options, decodeFile(ciscoIosSyslog, options, Buffer.from(lines.join("\n"))));
}

const persons = (call: DecodedRecord | undefined) => named(call).sort();

const facts = (call: DecodedRecord | undefined) =>
  call && [call.durationSeconds, call.ringSeconds, call.disposition, call.direction, call.extension];

const reasonOf = (line: string) => {
  const decoded = decodeFile(ciscoIosSyslog, {}, Buffer.from(line)).at(-1)?.decoded;
  return decoded !== undefined && "reason" in decoded ? `${decoded.kind} ${decoded.reason}` : decoded?.kind;
};

test("the leg that a gateway answered has the caller's number, the one that it made the called one: both are one call", () => {
  for (const lines of [
    [leg(), leg(CALLED)],
    [leg(CALLED), FEATURE, leg(), leg()],
  ]) {
    const [call, ...more] = calls(lines);
    assert.equal(more.length, 0);
    assert.deepEqual(facts(call), [60, 10, "answered", "in", "204"]);
    assert.equal(call?.startedAt.toISOString(), "2026-03-02T08:15:00.000Z");
    assert.deepEqual(persons(call), [`called phone 204`, `calling phone ${FICTION.mobile}`]);
  }
  const out = [leg({ PeerAddress: "204" }), leg({ ...CALLED, PeerAddress: FICTION.mobile })];
  assert.deepEqual(facts(calls(out)[0])?.slice(3), ["out", "204"]);
  assert.deepEqual(facts(calls([leg({ PeerAddress: "204" }), leg({ ...CALLED, PeerAddress: "205" })])[0])?.slice(3), [
    "internal",
    "204",
  ]);
  assert.deepEqual(facts(calls(out, { "extension-length": "10" })[0])?.slice(3), ["in", FICTION.mobile]);
  assert.deepEqual(
    facts(calls([leg({ PeerAddress: "204" })])[0])?.slice(3),
    [null, "204"],
    "one side tells no direction",
  );
});

test("an id is the same with blanks or without, with the zeros of its blocks or without", () => {
  for (const id of [
    ID,
    "BA55719EF8C1001501B1E08",
    "ba55719ef8c1001500000000001b1e08",
    "BA55719E F8C10015 00000000 001B1E08",
  ])
    assert.deepEqual(
      calls([leg({ ConnectionId: id }), leg(CALLED)]).map((call) => call.callId),
      ["BA55719EF8C1001501B1E08"],
      id,
    );
  assert.equal(reasonOf(leg({ ConnectionId: "0 0 0 0" })), "records", "a leg of no call is one by itself");
});

test("numbers tried in vain are dialled ones, a second caller is another number of the caller", () => {
  const vain = leg({
    ...CALLED,
    PeerAddress: "205",
    ConnectTime: iosTime("2026-03-02 08:16:10"),
    DisconnectCause: "13",
  });
  const [call] = calls([vain, leg(), leg(CALLED)]);
  assert.deepEqual(persons(call), ["called phone 204", `calling phone ${FICTION.mobile}`, "dialled phone 205"]);
  assert.equal(call?.durationSeconds, 60);
});

test("causes are hexadecimal, and their texts have commas in them", () => {
  const unanswered = (cause: string, text: string) =>
    calls([leg({ ConnectTime: iosTime("2026-03-02 08:16:10"), DisconnectCause: cause, DisconnectText: text })])[0];
  for (const [cause, text, disposition] of [
    ["10  ", "normal call clearing (16)", "no-answer"],
    ["11", "user busy (17)", "busy"],
    ["13", "no answer (19)", "no-answer"],
    ["15", "call rejected (21)", "no-answer"],
    ["1F", "normal, unspecified (31)", "no-answer"],
    ["22", "no circuit (34)", "failed"],
    ["", "", "no-answer"],
  ] as const)
    assert.deepEqual(facts(unanswered(cause, text))?.slice(0, 3), [0, 70, disposition], cause);
});

test("clock marks, zones by name and clocks that were never set; the night of the clock change makes no call longer", () => {
  const start = (time: string) => calls([leg({ SetupTime: time })])[0]?.startedAt.toISOString();
  assert.equal(start("*08:15:00.000 UTC Mon Mar 2 2026"), "2026-03-02T08:15:00.000Z");
  assert.equal(start(".08:15:00.250 CET Mon Mar 2 2026"), "2026-03-02T07:15:00.250Z");
  assert.equal(start("8:15:00.000 EST Mon Mar 2 2026"), "2026-03-02T13:15:00.000Z");
  assert.equal(start("09:15:00.000 Mon Mar 2 2026"), "2026-03-02T08:15:00.000Z", "the site's");
  assert.equal(start("*00:00:00.000 UTC Mon Jan 1 1900"), "2026-03-02T08:15:10.000Z", "never set: the connection");
  const night = leg({
    SetupTime: "01:59:00.000 Sun Mar 29 2026",
    ConnectTime: "01:59:30.000 Sun Mar 29 2026",
    DisconnectTime: "02:00:30.000 Sun Mar 29 2026",
  });
  assert.deepEqual(facts(calls([night])[0])?.slice(0, 2), [60, 30]);
  const never = leg({ ConnectTime: "", DisconnectTime: iosTime("2026-03-02 08:15:20") });
  assert.deepEqual(facts(calls([never])[0])?.slice(0, 3), [0, 20, "no-answer"]);
  const short = leg({
    ConnectTime: iosTime("2026-03-02 08:16:10"),
    DisconnectTime: iosTime("2026-03-02 08:16:10", "UTC", "300"),
  });
  assert.deepEqual(facts(calls([short])[0])?.slice(0, 3), [1, 70, "answered"]);
});

test("a feature joins its call by the billing id and adds whom it names; alone it is what it says", () => {
  const forward =
    "Mar  2 09:15:50.930: %VOIPAAA-5-VOIP_FEAT_HISTORY: FEAT_VSA=fn:CFA,ft:03/02/2026 09:15:00.206,frs:0,fid:113897,fcid:BB,legID:F3AC,frson:1,fdcnt:1,fwder:0846500442,fwdee:0701740605,fwdto:510,frm:0846500442,elin:0846500443,bguid:BA55719EF8C1001500000000001B1E08";
  const [call, ...more] = calls([leg(), forward, leg(CALLED)]);
  assert.equal(more.length, 0);
  assert.deepEqual(persons(call), [
    "called phone 204",
    "caller phone 0846500443",
    `calling phone ${FICTION.mobile}`,
    "redirecting phone 0846500442",
    "transferred phone 510",
  ]);
  assert.equal(call?.durationSeconds, 60);
  const [alone] = calls([FEATURE]);
  assert.deepEqual(facts(alone), [0, null, null, "in", "204"]);
  assert.equal(alone?.startedAt.toISOString(), "2026-03-02T08:15:00.000Z");
});

test("whatever a relay writes before it, a record is found; other lines of the log are nothing, damaged ones are kept", () => {
  for (const prefix of [
    "",
    "<189>1234: *Mar  2 08:16:10.867 UTC: %VOIPAAA-5-",
    "2026-03-02T08:16:11+00:00 10.0.0.7 000084: CME-1: .Mar  2 08:16:10.867: %VOIPAAA-6-",
  ])
    assert.equal(reasonOf(leg({}, prefix)), "leg", prefix);
  assert.equal(reasonOf("%SYS-5-CONFIG_I: Configured from console"), "nothing another line of the log");
  assert.equal(reasonOf("ectionId 1, PeerAddress 5"), "undefined mark: no name of a record");
  assert.equal(reasonOf(leg({ SetupTime: "soon" })), "undefined start: no date and time");
  assert.equal(reasonOf(leg({ CallOrigin: "9" })), "undefined origin: neither 1 nor 2");
  assert.equal(reasonOf(FEATURE.replace("03/02/2026", "02/30/2026")), "undefined start: no date and time");
});

test("a gateway's files name both sides in every leg, and join by the same id", () => {
  const legs = [fileLine(), fileLine({ 2: '"204"', 10: '"originate"' })];
  const [call, ...more] = calls(legs);
  assert.equal(more.length, 0);
  assert.deepEqual(facts(call), [60, 10, "answered", "in", "204"]);
  assert.deepEqual(persons(call), ["called phone 204", `calling phone ${FICTION.mobile}`]);
  const detailed = `${fileLine()},"ton:0,npi:0,pi:0,si:0,#:${FICTION.other}"`;
  assert.ok(persons(calls([detailed])[0]).includes(`caller phone ${FICTION.other}`));
  assert.deepEqual(persons(calls([fileLine({ 12: '"anna"', 15: '"",""' })])[0]), [
    "called phone 204",
    "caller name anna",
    `calling phone ${FICTION.mobile}`,
  ]);
  assert.equal(reasonOf(fileLine({ 6: '"soon"' })), "undefined start: no date and time");
  assert.equal(reasonOf('1772439370,4299,1,1,"x","y"'), "undefined columns: 6 where 23 or more are expected");
});

const CORPUS = new URL("../../../../shared/corpus/cisco-ios-syslog/cisco-doc-14068.log", import.meta.url);
test("a damaged name of a field costs no time", () => {
  const damaged = leg().replace("CallOrigin", `Info${"T".repeat(35)}]`);
  const begun = performance.now();
  calls([damaged]);
  assert.ok(performance.now() - begun < 1_000);
});

test("the real call of Cisco's document: 68575 called 2887 for thirteen seconds", {
  skip: existsSync(CORPUS) ? false : "the corpus is not here",
}, () => {
  const [call, ...more] = calls([readFileSync(CORPUS, "utf8").trimEnd()]);
  assert.equal(more.length, 0);
  assert.equal(call?.startedAt.toISOString(), "2001-06-18T11:14:39.367Z");
  assert.deepEqual(facts(call), [13, 10, "answered", "internal", "68575"]);
  assert.equal(call?.callId, "BA55719EF8C1001501B1E08");
  assert.deepEqual(persons(call), ["called phone 2887", "calling phone 68575"]);
});
