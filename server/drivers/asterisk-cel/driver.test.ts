import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { DecodedRecord, DriverOptions } from "../driver.ts";
import { createFramer } from "../framing.ts";
import { joinFrames, type LegFrame } from "../merge-legs.ts";
import { conformance, FICTION, later } from "../testing/conformance.ts";
import { asteriskCel } from "./driver.ts";
import { event, HANGUP, TELEPHONE } from "./specimens.ts";
import { named } from "../testing/told.ts";

const CALL = [
  event("CHAN_START"),
  event("APP_START", { appname: "Dial", appdata: "PJSIP/204,30,Tt" }),
  event("CHAN_START", TELEPHONE),
  event("ANSWER", { ...TELEPHONE, eventtime: "2026-03-02 08:15:13.100000" }),
  event("ANSWER", { eventtime: "2026-03-02 08:15:13.200000" }),
  event("BRIDGE_ENTER", { eventtime: "2026-03-02 08:15:13.300000" }),
  event("HANGUP", { ...TELEPHONE, eventtime: "2026-03-02 08:16:13.500000", eventextra: HANGUP }),
  event("HANGUP", { eventtime: "2026-03-02 08:16:13.600000", exten: "h", eventextra: HANGUP }),
  event("CHAN_END", { eventtime: "2026-03-02 08:16:13.600000", exten: "h" }),
  event("LINKEDID_END", { eventtime: "2026-03-02 08:16:13.700000", exten: "h" }),
];

conformance(asteriskCel, {
  file: CALL.join("\r\n"),
  record: ({ startedAt, answered, calling }) => {
    const caller = { cid_num: calling, cid_name: calling };
    const extra = answered ? HANGUP : '{"hangupcause":16,"hangupsource":"","dialstatus":"CANCEL"}';
    return [
      event("CHAN_START", { ...caller, eventtime: startedAt }),
      ...(answered ? [event("ANSWER", { ...caller, eventtime: later(startedAt, 13) })] : []),
      event("HANGUP", { ...caller, eventtime: later(startedAt, 73), eventextra: extra }),
      event("LINKEDID_END", { ...caller, eventtime: later(startedAt, 73) }),
    ];
  },
  withheld: ["", "anonymous", "Restricted"],
});

interface Read {
  readonly calls: readonly DecodedRecord[];
  readonly nothing: number;
  readonly reasons: readonly string[];
}

/** Every call of a file, joined when all of it was read. */
function read(file: string, options: DriverOptions = {}, over = true): Read {
  const framer = createFramer({ kind: "line", quotes: true });
  const decode = asteriskCel.configure(options);
  const context = { receivedAt: new Date("2026-03-02T09:00:00Z"), timeZone: "Europe/Stockholm", state: {} };
  const calls = new Map<string, LegFrame[]>();
  const reasons: string[] = [];
  let nothing = 0;
  for (const { bytes } of [...framer.push(Buffer.from(file)), ...framer.finish()]) {
    const decoded = decode(bytes, context);
    if (decoded.kind === "leg")
      calls.set(decoded.leg.call, [...(calls.get(decoded.leg.call) ?? []), { bytes, leg: decoded.leg }]);
    else if (decoded.kind === "nothing") nothing++;
    else if (decoded.kind === "undefined") reasons.push(decoded.reason);
  }
  const merged = [...calls.values()].flatMap(
    (legs) => asteriskCel.join?.merge(joinFrames({ kind: "line" }, legs).legs, over) ?? [],
  );
  return { calls: merged, nothing, reasons };
}

const facts = (record: DecodedRecord | undefined) => [
  record?.startedAt.toISOString(),
  record?.ringSeconds,
  record?.durationSeconds,
  record?.disposition,
];

test("the events of a linkedid are one call: who called whom, how long it rang and was talked", () => {
  const { calls } = read(CALL.join("\n"), {}, false);
  assert.equal(calls.length, 1);
  assert.deepEqual(facts(calls[0]), ["2026-03-02T07:15:00.000Z", 13, 60, "answered"]);
  assert.deepEqual([calls[0]?.direction, calls[0]?.extension, calls[0]?.trunk], ["in", "204", "telia"]);
  assert.deepEqual(named(calls[0]), [
    `calling phone ${FICTION.mobile}`,
    "calling name Anna Prov",
    "called phone 204",
    "called name Åsa Öberg",
  ]);
});

test("a call is told when its end and its beginning are there, and with what is known when neither comes", () => {
  assert.equal(read(CALL.slice(0, -1).join("\n"), {}, false).calls.length, 0);
  assert.equal(read(CALL.slice(1).join("\n"), {}, false).calls.length, 0);
  assert.equal(read(CALL.toReversed().join("\n"), {}, false).calls.length, 1);
  const [unfinished] = read(CALL.slice(0, 6).join("\n")).calls;
  assert.deepEqual(facts(unfinished), ["2026-03-02T07:15:00.000Z", 13, 0, "answered"]);
  assert.equal(unfinished?.partOf, "1772435700.12");
});

test("a call nobody answered says why: dial status before cause", () => {
  const words = {
    '{"hangupcause":16,"hangupsource":"","dialstatus":"CANCEL"}': "no-answer",
    '{"hangupcause":16,"hangupsource":"","dialstatus":"BUSY"}': "busy",
    '{"hangupcause":17,"hangupsource":"","dialstatus":""}': "busy",
    "17,SIP/204,": "busy",
    "16,,NOANSWER": "no-answer",
    "34,,CONGESTION": "failed",
    "1,,": "failed",
    "": null,
  };
  for (const [eventextra, disposition] of Object.entries(words)) {
    const lines = [CALL[0], event("HANGUP", { eventtime: "2026-03-02 08:15:20", eventextra }), CALL.at(-1)];
    const [call] = read(lines.join("\n")).calls;
    assert.deepEqual(facts(call), ["2026-03-02T07:15:00.000Z", 20, 0, disposition], eventextra);
  }
});

test("transfers, forwards, pickups and what was dialled outside add their people", () => {
  const lines = [
    ...CALL.slice(0, 6),
    event("BLINDTRANSFER", {
      eventextra:
        '{"bridge_id":"67b2","extension":"206","context":"from-internal","transferee_channel_name":"PJSIP/telia-0000001e"}',
    }),
    event("FORWARD", {
      ...TELEPHONE,
      eventextra: "",
      appdata: `Local/${FICTION.other}@from-internal`,
      cid_rdnis: "205",
    }),
    event("XIVO_USER_FWD", { eventextra: '{"extra":"NUM:207,CONTEXT:default,NAME:Cilla Prov"}' }),
    event("USER_DEFINED", { accountcode: FICTION.landline }),
    ...CALL.slice(6),
  ];
  const values = named(read(lines.join("\n")).calls[0]) ?? [];
  for (const value of [
    "transferred phone 206",
    "transferred phone 207",
    "transferred name Cilla Prov",
    `dialled phone ${FICTION.other}`,
    "redirecting phone 205",
    `redirecting phone ${FICTION.landline}`,
  ])
    assert.ok(values.includes(value), `${value} in ${values.join(", ")}`);
});

test("an outgoing call has its trunk from the channel it dials, an internal one has none", () => {
  const own = { cid_num: "204", exten: `9${FICTION.other}`, context: "from-internal", channame: "PJSIP/204-1" };
  const trunk = { cid_num: "", cid_name: "", exten: "s", channame: "PJSIP/telia-2", uniqueid: "1772435700.13" };
  const sides = (lines: readonly string[]) => {
    const [call] = read(lines.join("\n")).calls;
    return [call?.direction, call?.extension, call?.trunk];
  };
  assert.deepEqual(sides([event("CHAN_START", own), event("CHAN_START", trunk)]), ["out", "204", "telia"]);
  assert.deepEqual(sides([event("CHAN_START", { ...own, exten: "205" }), event("CHAN_START", trunk)]), [
    "internal",
    "204",
    null,
  ]);
});

test("columns come from the option, a header or their number", () => {
  const columns = "eventtype,eventtime,cid_num,exten,channame,uniqueid,linkedid";
  const line = `CHAN_START,1772435700.250000,${FICTION.mobile},204,PJSIP/telia-1,1.1,1.1`;
  for (const [file, options] of [
    [line, { columns }],
    [`${columns}\n${line}`, {}],
    [`${columns}\n${line}`.replaceAll(",", "\t"), {}],
    [`${columns}\n${line}`.replaceAll(",", " | "), {}],
  ] as const) {
    const { calls, reasons } = read(file, options);
    assert.deepEqual(reasons, [], file);
    assert.deepEqual(named(calls[0]), [`calling phone ${FICTION.mobile}`, "called phone 204"]);
  }
  assert.throws(() => asteriskCel.configure({ columns: "eventtype" }), /eventtime/);
});

test("damaged events are undefined with their reason, remarks are nothing", () => {
  const { reasons, nothing } = read(
    [
      event("CHAN_START", { eventtime: "x" }),
      event("a b"),
      event("CHAN_START", { uniqueid: "", linkedid: "" }),
      "a,b,c",
      "(151 is ringing)",
      "(23 rows)",
    ].join("\n"),
  );
  assert.deepEqual(
    reasons.map((reason) => reason.split(":")[0]),
    ["eventtime", "eventtype", "linkedid", "columns"],
  );
  assert.equal(nothing, 2);
});

const CORPUS = new URL("../../../../shared/corpus/asterisk-cel/", import.meta.url);
const skip = existsSync(CORPUS) ? false : "the corpus is not here";
const corpus = (name: string) => read(readFileSync(new URL(name, CORPUS), "utf8"));

test("the events of Asterisk's test suite are one call of 18 seconds, whose caller nobody told", { skip }, () => {
  const { calls, reasons } = corpus("CELMaster1.csv");
  assert.deepEqual(reasons, []);
  assert.equal(calls.length, 1);
  assert.deepEqual(facts(calls[0]), ["2012-04-24T23:29:55.513Z", 0, 18, "answered"]);
  assert.deepEqual(named(calls[0]), []);
});

test("Wazo's events, newest first and oldest first, are three calls", { skip }, () => {
  const { calls, reasons } = corpus("wazo-raw-cels-a.txt");
  assert.deepEqual(reasons, []);
  assert.deepEqual(calls.map(facts), [
    ["2019-08-28T13:29:20.778Z", 5, 5, "answered"],
    ["2022-07-05T13:10:17.477Z", 0, 6, "answered"],
    ["2022-07-07T13:52:09.928Z", 3, 6, "answered"],
  ]);
  assert.deepEqual(
    calls.map(({ direction, extension }) => [direction, extension]),
    [
      ["internal", "1001"],
      ["internal", "1603"],
      ["internal", "1603"],
    ],
  );
  assert.deepEqual(named(calls[0]), [
    "calling phone 1001",
    "calling name Alice",
    "called phone 1002",
    "called name Bob",
  ]);
  assert.deepEqual(named(calls[1])?.slice(0, 4), [
    "calling phone 1603",
    "calling name Harry Potter",
    "called phone 1604",
    "transferred name Willy Wonka",
  ]);
});

test("the events of 2007 are a call a channel: 152 called 151 and talked ten seconds", { skip }, () => {
  const { calls, reasons, nothing } = corpus("cel-design-goals-2007.txt");
  assert.deepEqual(reasons, []);
  assert.equal(nothing, 7);
  const first = calls.find((call) => call.callId === "1178736376.3");
  assert.deepEqual(facts(first), ["2007-05-09T10:46:16.000Z", 3, 10, "answered"]);
  assert.deepEqual(
    named(first)?.filter((value) => value.includes("phone")),
    ["calling phone 152", "called phone 151"],
  );
});
