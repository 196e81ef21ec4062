import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { DecodedRecord, DriverOptions } from "../driver.ts";
import { conformance, FICTION, later } from "../testing/conformance.ts";
import { decodeFile, recordsIn } from "../testing/decode-file.ts";
import { audiocodesSyslogCdr } from "./driver.ts";
import { deviceTime, type Given, HEADER, line, NAMES, OUTGOING, START } from "./specimens.ts";
import { named } from "../testing/told.ts";

conformance(audiocodesSyslogCdr, {
  file: [
    HEADER,
    line(START),
    line({ ...START, ...OUTGOING }),
    line({ Caller: "Åsa Öberg" }),
    line(OUTGOING),
    line({ SessionId: "c62532:22:626", SrcURI: FICTION.other }),
  ].join("\n"),
  record: ({ startedAt, answered, calling }) => {
    const times = {
      SetupTime: deviceTime(startedAt),
      ConnectTime: answered ? deviceTime(later(startedAt, 10)) : "",
      ReleaseTime: deviceTime(later(startedAt, 70)),
    };
    const end = answered ? { Duration: "60" } : { Duration: "0", TrmReasonCategory: "NO_ANSWER" };
    const source = calling === "" ? "" : `${calling}@192.0.2.11`;
    const uris = { SrcURI: source, SrcURIBeforeMap: source };
    return [
      line({ ...START, ...uris, SetupTime: times.SetupTime }),
      line({ ...times, ...end, ...uris }),
      line({ ...times, ...end, ...uris, ...OUTGOING }),
    ];
  },
  withheld: ["", "anonymous", "Restricted"],
  time: { why: "times name their zone; the suite writes UTC", zone: "utc" },
});

const decoded = (lines: readonly string[], options: DriverOptions = {}) =>
  decodeFile(audiocodesSyslogCdr, options, Buffer.from(`${lines.join("\n")}\n`));

const calls = (lines: readonly string[], options: DriverOptions = {}): readonly DecodedRecord[] =>
  recordsIn(audiocodesSyslogCdr, options, decoded(lines, options));

const persons = (call: DecodedRecord | undefined) => named(call).sort();

const facts = (call: DecodedRecord | undefined) =>
  call && [call.durationSeconds, call.ringSeconds, call.disposition, call.direction, call.extension, call.trunk];

const reasonOf = (...lines: readonly string[]) => {
  const last = decoded(lines).at(-1)?.decoded;
  return last !== undefined && "reason" in last ? `${last.kind} ${last.reason}` : last?.kind;
};

test("starts, connections and ends of both legs are one call: mapped numbers, those dialled, names, and no hosts", () => {
  const all = [line({ ...START, SessionId: "c62532:22:625" }), line({ ...START, ...OUTGOING }), line(), line(OUTGOING)];
  for (const lines of [all, all.toReversed(), [...all, ...all], [line()], [line(OUTGOING)]]) {
    const [call, ...more] = calls(lines);
    assert.equal(more.length, 0);
    assert.deepEqual(facts(call)?.slice(0, 5), [60, 10, "answered", "in", "204"]);
    assert.equal(call?.startedAt.toISOString(), "2026-03-02T08:15:00.000Z");
    assert.deepEqual(persons(call), [
      "called phone 204",
      `calling name Anna Prov`,
      `calling phone ${FICTION.mobile}`,
      "dialled phone 0846500442",
    ]);
  }
  assert.equal(calls(all)[0]?.trunk, "Carrier", "where it came from");
});

test("a call waits for the end of each leg that began; one that never ended says of which call it is a part", () => {
  const join = audiocodesSyslogCdr.join;
  const legs = (lines: readonly string[]) =>
    decoded(lines).flatMap((each) => (each.decoded.kind === "leg" ? [each.decoded.leg] : []));
  const [start, second, end, other] = [line(START), line({ ...START, ...OUTGOING }), line(), line(OUTGOING)];
  assert.equal(join?.merge(legs([start, second, end]), false), null);
  assert.equal(join?.merge(legs([start, second, end, other]), false)?.length, 1);
  assert.equal(join?.merge(legs([end, other]), false), null, "ends alone may have another beside them");
  assert.equal(join?.waitFor?.(legs([end, other])), 60);
  assert.equal(join?.waitFor?.(legs([end])), 300);
  assert.ok((join?.waitFor?.(legs([start])) ?? 0) > 3_600);
  const [open] = calls([
    start,
    line({ ...START, SBCReportType: "CALL_CONNECT", ConnectTime: deviceTime("2026-03-02 08:15:10") }),
  ]);
  assert.deepEqual(facts(open)?.slice(0, 3), [0, 10, "answered"]);
  assert.equal(open?.partOf, "c62532:22:625");
});

test("the company's side is found before or after the device changed its number", () => {
  const out: Given = {
    SrcURI: "+46846500442@192.0.2.1",
    SrcURIBeforeMap: "204@192.0.2.2",
    DstURI: "+46701740605@carrier.example",
    DstURIBeforeMap: "00701740605@192.0.2.2",
  };
  const [call] = calls([
    line({ ...out, "IPGroup (name)": "PBX" }),
    line({ ...out, ...OUTGOING, SrcURIBeforeMap: "", "IPGroup (name)": "Carrier" }),
  ]);
  assert.deepEqual(facts(call)?.slice(3), ["out", "204", "Carrier"]);
  // What was dialled is the same number behind the digit for an outside line.
  assert.deepEqual(persons(call), [
    "called phone +46701740605",
    "caller phone 204",
    "calling name Anna Prov",
    "calling phone +46846500442",
  ]);
  const [internal] = calls([line({ SrcURI: "sip:anna@example.org", SrcURIBeforeMap: "205@192.0.2.2" })]);
  assert.deepEqual(facts(internal)?.slice(3, 5), ["internal", "205"]);
  assert.ok(persons(internal).includes("calling phone anna@example.org"), "a name is told with its host");
  const [redirected] = calls([line({ RedirectURINum: "0846500431@192.0.2.2", Callee: "0701740611" })]);
  assert.ok(persons(redirected).includes("redirecting phone 0846500431"));
  assert.ok(persons(redirected).includes("called phone 0701740611"));
});

test("why nobody answered is the category, else the reason, else SIP's answer", () => {
  const missed: Given = { Duration: "0", ConnectTime: "", SIPTrmReason: "" };
  for (const [category, reason, sip, disposition] of [
    ["NO_ANSWER", "GWAPP_NORMAL_CALL_CLEAR", "CANCEL", "no-answer"],
    ["BUSY", "GWAPP_USER_BUSY", "486", "busy"],
    ["FORWARDED", "RELEASE_BECAUSE_FORWARD", "302", "no-answer"],
    ["NO_MATCH", "RELEASE_BECAUSE_UNMATCHED_CAPABILITIES", "", "failed"],
    ["NO_RESOURCES", "RELEASE_BECAUSE_GW_LOCKED", "", "failed"],
    ["", "GWAPP_NO_USER_RESPONDING", "", "no-answer"],
    ["GENERAL_FAILED", "GWAPP_CALL_REJECTED", "603", "no-answer"],
    ["GENERAL_FAILED", "GWAPP_UNASSIGNED_NUMBER", "404", "failed"],
  ] as const) {
    const [call] = calls([line({ ...missed, TrmReasonCategory: category, TrmReason: reason, SIPTrmReason: sip })]);
    assert.deepEqual(facts(call)?.slice(0, 3), [0, 70, disposition], `${category} ${reason}`);
  }
});

test("columns are found by the header's names; without one an SBC's own order is read, long and short", () => {
  const expected = facts(calls([line()])[0]);
  const gateway = NAMES.map(
    (name) =>
      ({ SBCReportType: "GWReportType", SrcURI: "SrcPhoneNum", DstURI: "DstPhoneNum", Duration: "Durat" })[name] ??
      name,
  );
  for (const names of [NAMES.toReversed(), gateway, [...NAMES, "NewThing"], NAMES.filter((name) => name !== "EPTyp")]) {
    const given = { GWReportType: "CALL_END", SrcPhoneNum: FICTION.mobile, DstPhoneNum: "204", Durat: "60" };
    const [call, ...more] = calls([names.join(" |"), line(given, names)]);
    assert.equal(more.length, 0);
    assert.deepEqual(facts(call), expected, names.join().slice(0, 40));
  }
  assert.deepEqual(facts(calls([line({}, NAMES.slice(0, 33))])[0]), expected, "a release without names of persons");
  assert.deepEqual(facts(calls([line({ Duration: "60000" })], { "duration-unit": "milliseconds" })[0]), expected);
  assert.equal(reasonOf(line({ EPTyp: "SIP" })), "undefined header: no line has named the columns");
  assert.equal(reasonOf("SBCReportType|EPTyp|x"), "undefined header: columns are missing");
  assert.equal(reasonOf(HEADER, line({}, NAMES.slice(0, 18))), "undefined columns: 18 where more than 18 are expected");
});

test("media, dialogues and other messages are no calls, a damaged record is kept", () => {
  assert.equal(
    reasonOf("MEDIA_END      |349551015@10.0.2.11 |c62532:22:998 |7 |AUDIO"),
    "nothing a stream of sound and no call",
  );
  assert.equal(reasonOf("MediaReportType|SIPCallId |SessionId"), "nothing a stream of sound and no call");
  assert.equal(reasonOf(line({ SBCReportType: "DIALOG_END" })), "nothing a dialogue that is no call");
  assert.equal(reasonOf("[S=1] Packets-Loss report"), "nothing another line of the log");
  assert.equal(reasonOf(line().slice(12)), "undefined mark: no word that says what it is");
  assert.equal(reasonOf(line({ SetupTime: "soon" })), "undefined start: no date and time");
  assert.equal(reasonOf(line({ Duration: "long" })), "undefined duration: no number");
  assert.equal(
    reasonOf(line({ SetupTime: "", ConnectTime: "", ReleaseTime: "" })),
    "undefined start: no date and time",
  );
});

test("what relays and the device write before a record is passed over, and a message in pieces is one record", () => {
  const expected = facts(calls([line()])[0]);
  const prefixes = ["<133>[S=12] |", "10:15:52.048  192.0.2.10  local0.notice  [S=12] [SID=c62532:22:625] |", "[S=9]"];
  for (const prefix of prefixes) {
    assert.deepEqual(
      facts(calls([`${prefix}${HEADER}`, `${prefix}${line()}   [Time:02-03@08:16:10.930]`])[0]),
      expected,
      prefix,
    );
  }
  const whole = line();
  const inside = whole.indexOf("0701740605") + 4;
  assert.equal(
    reasonOf(whole.slice(0, inside), whole.slice(inside)),
    "undefined pieces: a number is broken over two messages",
  );
  const behind = whole.indexOf("|", inside) + 1;
  const padding = whole.indexOf("-1 ") + 16;
  for (const at of [behind, padding]) {
    const [call, ...more] = calls([whole.slice(0, at), `<133>[S=13] ${whole.slice(at)}`, line({ SessionId: "other" })]);
    assert.equal(more.length, 1, "the next record is one by itself");
    assert.deepEqual(facts(call), expected);
    assert.equal(persons(call).length, 4);
  }
});

const CORPUS = new URL("../../../../shared/corpus/audiocodes-syslog-cdr/odp-sbc-report.txt", import.meta.url);
test("the real session of a laboratory: 1001, shown as +33001, called 2001 for thirty seconds", {
  skip: existsSync(CORPUS) ? false : "the corpus is not here",
}, () => {
  const frames = decodeFile(audiocodesSyslogCdr, {}, readFileSync(CORPUS));
  assert.deepEqual(
    frames.map((each) => each.decoded.kind),
    ["nothing", "leg", "leg", "leg"],
  );
  const [call, ...more] = recordsIn(audiocodesSyslogCdr, {}, frames);
  assert.equal(more.length, 0);
  assert.equal(call?.startedAt.toISOString(), "2022-12-05T18:57:52.320Z");
  assert.equal(call?.callId, "c62532:22:625");
  assert.deepEqual(facts(call), [30, 7, "answered", "internal", "1001", null]);
  assert.deepEqual(persons(call), ["called phone 2001", "caller phone 1001", "calling phone +33001"]);
});

test("a gateway's score, delay and lost packets are the sound of the call, and what is not known is none", () => {
  const names = [...NAMES, "Coder", "InPackets", "PackLoss", "RTPdelay", "LocalMosCQ", "RemoteMosCQ"];
  const header = names.map((name) => name.padEnd(12)).join("|");
  const heard = { Coder: "g711Alaw64k", InPackets: "990", PackLoss: "10", RTPdelay: "42" };
  const [call] = calls([header, line({ ...heard, LocalMosCQ: "41", RemoteMosCQ: "127" }, names)]);
  assert.deepEqual(call?.quality, {
    mosHundredths: 410,
    jitterMs: null,
    latencyMs: 42,
    lossPermille: 10,
    codec: "G.711 A-law",
  });
});
