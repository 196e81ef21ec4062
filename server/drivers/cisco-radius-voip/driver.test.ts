import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { DecodedRecord } from "../driver.ts";
import { conformance, FICTION, later } from "../testing/conformance.ts";
import { decodeFile, freshContext, recordsIn } from "../testing/decode-file.ts";
import type { Attribute } from "./attributes.ts";
import { ciscoRadiusVoip, decodeAttributes } from "./driver.ts";
import { joinSessions } from "./join.ts";
import { specimens } from "./specimens.ts";
import { named } from "../testing/told.ts";

const CONF = "16000 647BEE1D 80F000A F453DBFD";
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `2026-03-02 08:15:00` as gateways write it. */
function h323(local: string, zone = "UTC"): string {
  const [date = "", clock = ""] = local.split(" ");
  const [year, month, day] = date.split("-");
  return `${clock}.000 ${zone} Mon ${MONTHS[Number(month) - 1] ?? "Xxx"} ${day} ${year}`;
}

function packet(attributes: Readonly<Record<string, string>>): string {
  return `${Object.entries(attributes)
    .map(([name, text]) => `${name}=${text}`)
    .join("\n")}\n\n`;
}

const BASE = {
  "h323-conf-id": CONF,
  "h323-call-origin": "proxy",
  "NAS-Identifier": "GK1",
  "Acct-Session-Id": "43ad25ca",
  "h323-setup-time": h323("2026-03-02 08:15:00"),
  "Calling-Station-Id": FICTION.mobile,
  "Called-Station-Id": "613",
};
const START = { "Acct-Status-Type": "Start", ...BASE };
const STOP = {
  "Acct-Status-Type": "Stop",
  ...BASE,
  "h323-connect-time": h323("2026-03-02 08:15:10"),
  "h323-disconnect-time": h323("2026-03-02 08:16:10"),
  "h323-disconnect-cause": "10",
  "Acct-Session-Time": "60",
};

conformance(ciscoRadiusVoip, {
  file: specimens.frames.map(String).join("\n") + packet({ ...STOP, "Cisco-AVPair": "subscriber=Åsa" }),
  record: ({ startedAt, answered, calling }) => {
    const times = { "h323-setup-time": h323(startedAt), "Calling-Station-Id": calling };
    const stop = { "h323-disconnect-time": h323(later(startedAt, 70)), "Acct-Session-Time": answered ? "60" : "0" };
    const connect = { "h323-connect-time": h323(later(startedAt, answered ? 10 : 70)) };
    return [packet({ ...START, ...times }), packet({ ...STOP, ...times, ...connect, ...stop })];
  },
  withheld: ["anonymous", "unknown", ""],
  time: { why: "times name their zone; the suite writes UTC", zone: "utc" },
});

function calls(text: string, options = {}): readonly DecodedRecord[] {
  return recordsIn(ciscoRadiusVoip, options, decodeFile(ciscoRadiusVoip, options, Buffer.from(text)));
}

function facts(record: DecodedRecord | undefined) {
  const { startedAt, durationSeconds, ringSeconds, disposition, direction, extension } =
    record ?? assert.fail("no call");
  return [startedAt.toISOString(), durationSeconds, ringSeconds, disposition, direction, extension];
}

const legsOf = (text: string) =>
  decodeFile(ciscoRadiusVoip, {}, Buffer.from(text)).flatMap(({ decoded }) =>
    decoded.kind === "leg" ? [decoded.leg] : [],
  );

const persons = (record: DecodedRecord | undefined) => named(record).sort();

test("start and stop are one call, whichever comes first, and a stop sent again adds nothing", () => {
  const expected = ["2026-03-02T08:15:00.000Z", 60, 10, "answered", "in", "613"];
  const again = packet({ ...STOP, "Acct-Delay-Time": "12" });
  for (const file of [
    packet(START) + packet(STOP),
    packet(STOP) + packet(START),
    packet(START) + packet(STOP) + again + again,
    packet(STOP),
  ]) {
    const all = calls(file);
    assert.equal(all.length, 1);
    assert.deepEqual(facts(all[0]), expected);
    assert.equal(all[0]?.callId, CONF.replaceAll(" ", ""));
    assert.deepEqual(persons(all[0]), [`called phone 613`, `calling phone ${FICTION.mobile}`]);
  }
});

test("a call still under way, and one whose stop never came, last as long as the newest interim says", () => {
  const interim = (seconds: string) =>
    packet({ ...START, "Acct-Status-Type": "Interim-Update", "Acct-Session-Time": seconds });
  const [call] = calls(packet(START) + interim("300") + interim("600"));
  assert.deepEqual(facts(call).slice(1, 4), [600, null, "answered"]);
  const legs = legsOf(packet(START) + interim("300"));
  assert.equal(joinSessions.merge(legs, false), null, "the stop is waited for");
  assert.ok((joinSessions.waitFor?.(legs) ?? 0) > 3_600);
});

test("both sides of a gateway are one call, by the conference id however its blanks and letters are written", () => {
  const side = (origin: string, session: string, more: Record<string, string>) =>
    [START, STOP]
      .map((each) => packet({ ...each, "h323-call-origin": origin, "Acct-Session-Id": session, ...more }))
      .join("");
  const answer = side("answer", "a1", {});
  const originate = side("originate", "a2", {
    "h323-conf-id": "16000647bee1d80f000af453dbfd",
    "Called-Station-Id": "40613",
  });
  const all = calls(answer + originate);
  assert.equal(all.length, 1);
  assert.deepEqual(persons(all[0]), [`called phone 40613`, `called phone 613`, `calling phone ${FICTION.mobile}`]);
  assert.equal(joinSessions.merge(legsOf(answer), false), null, "the other side may come");
  assert.equal(joinSessions.waitFor?.(legsOf(answer)), 120, "but not long after its end");
  assert.equal(joinSessions.merge(legsOf(answer + originate), false)?.length, 1);
});

test("a session id that a device gives again after a restart is another call", () => {
  const { "h323-conf-id": _, ...bare } = STOP;
  const next = {
    ...bare,
    "h323-setup-time": h323("2026-03-04 10:00:00"),
    "h323-connect-time": h323("2026-03-04 10:00:05"),
    "h323-disconnect-time": h323("2026-03-04 10:01:05"),
  };
  assert.deepEqual(
    calls(packet(bare) + packet(next)).map((call) => [call.callId, call.startedAt.toISOString()]),
    [
      ["GK1/43ad25ca", "2026-03-02T08:15:00.000Z"],
      ["GK1/43ad25ca", "2026-03-04T10:00:00.000Z"],
    ],
  );
});

test("why nobody answered is read from the cause in hexadecimal, or from SIP's answer", () => {
  const unanswered = { "Acct-Session-Time": "0", "h323-connect-time": h323("2026-03-02 08:16:10") };
  for (const [cause, disposition] of [
    ["10", "no-answer"],
    ["11", "busy"],
    ["1", "failed"],
    ["h323-disconnect-cause=11", "busy"],
    ["22 (0x16)", "failed"],
  ] as const) {
    const [call] = calls(packet({ ...STOP, ...unanswered, "h323-disconnect-cause": cause }));
    assert.deepEqual([call?.durationSeconds, call?.disposition, call?.ringSeconds], [0, disposition, 70], cause);
  }
  const sip = {
    "Acct-Status-Type": "Failed",
    "Acct-Session-Id": "x@192.0.2.1",
    "Sip-Response-Code": "486",
    "Event-Timestamp": "1772439300",
  };
  assert.equal(calls(packet({ ...sip, "Calling-Station-Id": "sip:0701740605@example.org" }))[0]?.disposition, "busy");
});

test("a SIP proxy that tells no duration: the conversation is from its start to its stop", () => {
  const sip = (status: string, at: string) =>
    packet({
      "Acct-Status-Type": status,
      "Acct-Session-Id": "x@192.0.2.1",
      "Sip-Method": "1",
      "Event-Timestamp": at,
      "Called-Station-Id": "sip:204@example.org",
    });
  assert.deepEqual(facts(calls(sip("Start", "1772439300") + sip("Stop", "1772439342"))[0]), [
    "2026-03-02T08:15:00.000Z",
    42,
    null,
    "answered",
    "in",
    "204",
  ]);
});

test("without a time of the call, the device's time, the server's, its date line or reception less the delay count", () => {
  const bare = {
    "Acct-Status-Type": "Start",
    "Acct-Session-Id": "s",
    "Called-Station-Id": "204",
    "Acct-Delay-Time": "10",
  };
  for (const [head, more, instant] of [
    ["", { "Event-Timestamp": '"Mar  2 2026 10:15:00 EET"' }, "2026-03-02T08:15:00.000Z"],
    ["", { "Event-Timestamp": "1772439300" }, "2026-03-02T08:15:00.000Z"],
    ["", { "Event-Timestamp": "2026-03-02T09:15:00+01:00" }, "2026-03-02T08:15:00.000Z"],
    ["", { Timestamp: "1772439310" }, "2026-03-02T08:15:00.000Z"],
    ["Mon Mar  2 09:15:10 2026\n", { "Event-Timestamp": "февр. 2 2026 10:15:00 EET" }, "2026-03-02T08:15:00.000Z"],
    ["", {}, "2026-03-02T08:59:50.000Z"],
  ] as const)
    assert.equal(calls(head + packet({ ...bare, ...more }))[0]?.startedAt.toISOString(), instant, JSON.stringify(more));
  const stop = { ...bare, "Acct-Status-Type": "Stop", "Acct-Session-Time": "60", Timestamp: "1772439370" };
  assert.equal(calls(packet(stop))[0]?.startedAt.toISOString(), "2026-03-02T08:15:00.000Z", "an end less its duration");
});

test("numbers in Cisco's and Eltex' pairs, translated and redirecting ones and features are values where they stand", () => {
  const [, , detail] = specimens.frames.map(String);
  const [call] = calls(detail ?? "");
  assert.deepEqual(persons(call), [
    "called phone 0846500442",
    "calling phone 0701740633",
    "dialled phone 0701740699",
    "dialled phone 40042",
  ]);
  const more = packet({
    ...STOP,
    "Eltex-AVPair": "xpgk-dst-number-in=0701740611",
    "h323-redirect-number": "h323-redirect-number=0701740612",
    "Cisco-AVPair": "gw-rxd-rdn=ton:2,npi:1,pi:0,si:0,#:0701740613",
    "Account-Code-User": "0701740614",
    "Acct-Input-Octets": "0701740615",
    "User-Name": "anna.prov",
  });
  assert.deepEqual(persons(calls(more)[0]), [
    "called phone 613",
    "caller name anna.prov",
    "caller phone 0701740614",
    "calling phone 0701740605",
    "dialled phone 0701740611",
    "redirecting phone 0701740612",
    "redirecting phone 0701740613",
  ]);
});

test("a log of the server, with the number of the request before each line, and names in capitals, are read alike", () => {
  const log = `(7) Received Accounting-Request Id 43 from 192.0.2.5:60841 to 192.0.2.1:1813 length 706\n${Object.entries(
    STOP,
  )
    .map(([name, text]) => `(7)   ${name} = "${text}"`)
    .join("\n")}\n`;
  const shell = `${Object.entries(STOP)
    .map(([name, text]) => `${name.toUpperCase().replaceAll("-", "_")}="${name.toLowerCase()}=${text}"`)
    .join("\n")}\n`;
  for (const text of [log, shell]) {
    assert.deepEqual(facts(calls(text)[0]), ["2026-03-02T08:15:00.000Z", 60, 10, "answered", "in", "613"]);
  }
});

test("what is no call is nothing, and what cannot be read says why", () => {
  const decode = (text: string) => decodeFile(ciscoRadiusVoip, {}, Buffer.from(text))[0]?.decoded;
  const wifi = {
    "Acct-Status-Type": "Start",
    "Acct-Session-Id": "1",
    "Service-Type": "Framed-User",
    "Calling-Station-Id": "00-11-22-33-44-55",
  };
  for (const text of [
    packet({ "Acct-Status-Type": "Accounting-On", "NAS-IP-Address": "192.0.2.5" }),
    packet(wifi),
    '(1) Received Access-Request Id 4 from 192.0.2.5\n(1)   User-Name = "0701740605"\n',
  ])
    assert.equal(decode(text)?.kind, "nothing", text);
  for (const [text, reason] of [
    [packet({ ...STOP, "Acct-Status-Type": "Paused" }), "status: no word that is known"],
    [packet({ ...STOP, "h323-setup-time": "00:00:00.000 UTC Mon Foo 1 2026" }), "start: no date and time"],
    [packet({ ...STOP, "Acct-Session-Time": "long" }), "duration: no number of seconds"],
    [packet({ "Acct-Status-Type": "Stop", "Called-Station-Id": "204" }), "session: no id"],
    ["not a record at all\n", "attributes: none"],
  ] as const)
    assert.deepEqual(decode(text), { kind: "undefined", reason });
});

test("attributes that did not come as text are read in the same way", () => {
  const frame = Buffer.from(`..${FICTION.mobile}..613`);
  const attribute = (name: string, text: string, start = 0, end = 0): Attribute => ({ name, text, start, end });
  const decoded = decodeAttributes(
    [
      attribute("acct-status-type", "1"),
      attribute("acct-session-id", "s"),
      attribute("event-timestamp", "1772439300"),
      attribute("calling-station-id", FICTION.mobile, 2, 12),
      attribute("called-station-id", "613", 14, 17),
    ],
    "",
    { extensionDigits: 3 },
    freshContext(),
  );
  assert.ok(decoded.kind === "leg");
  for (const { start, end, text } of decoded.leg.record.values)
    assert.equal(frame.subarray(start, end).toString(), text);
});

const CORPUS = new URL("../../../../shared/corpus/cisco-radius-voip/abills-racct.txt", import.meta.url);

test("the records of the corpus are read as a careful human reads them", {
  skip: existsSync(CORPUS) ? false : "the corpus is not beside the repository",
}, () => {
  const file = readFileSync(CORPUS);
  const frames = decodeFile(ciscoRadiusVoip, {}, file);
  assert.ok(frames.every(({ decoded }) => decoded.kind !== "undefined"));
  const all = recordsIn(ciscoRadiusVoip, {}, frames);
  assert.equal(all.length, 1);
  assert.deepEqual(facts(all[0]), ["2005-12-25T13:59:47.000Z", 99, 28, "answered", "internal", "101"]);
  assert.equal(all[0]?.callId, "16000647BEE1D80F000AF453DBFD");
  assert.deepEqual(persons(all[0]), ["called phone 613", "calling phone 101"]);
});
