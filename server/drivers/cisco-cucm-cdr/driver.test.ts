import assert from "node:assert/strict";
import { test } from "node:test";
import { quality, HEADER as QUALITY_HEADER } from "../cisco-cucm-cmr/specimens.ts";
import type { DecodedRecord, DriverOptions } from "../driver.ts";
import { conformance, FICTION } from "../testing/conformance.ts";
import { decodeFile, recordsIn } from "../testing/decode-file.ts";
import { ciscoCucmCdr } from "./driver.ts";
import { type Given, HEADER, NAMES, record } from "./specimens.ts";
import { named, theOne } from "../testing/told.ts";

const START = 1772439300;
const TRANSFER = { origCause_value: 393216, destCause_value: 393216 };

conformance(ciscoCucmCdr, {
  file: [
    HEADER,
    "INTEGER,INTEGER,VARCHAR(50),INTEGER,UNIQUEIDENTIFIER",
    record({ ...TRANSFER, finalCalledPartyUnicodeLoginUserID: "åsa" }),
    record({
      dateTimeOrigination: START + 70,
      dateTimeConnect: START + 75,
      finalCalledPartyNumber: "205",
      authCodeDescription: "Öberg, Bo",
      pkid: "bde20536-1250-4382-af5b-3107ef569ae3",
    }),
    record({ globalCallID_callId: 25448, callingPartyNumber: FICTION.other }),
  ].join("\n"),
  record: ({ startedAt, answered, calling }) => {
    const at = Math.round(Date.parse(`${startedAt.replace(" ", "T")}Z`) / 1_000);
    const times = answered
      ? { dateTimeConnect: at + 10, dateTimeDisconnect: at + 70, duration: 60 }
      : { dateTimeConnect: 0, dateTimeDisconnect: at + 20, duration: 0, origCause_value: 16 };
    return [HEADER, record({ dateTimeOrigination: at, callingPartyNumber: calling, ...times })];
  },
  withheld: ["", "anonymous", "Unknown"],
  time: { why: "times are seconds since 1970, in UTC", zone: "utc" },
  exceptions: { "impossible-days": "times are seconds since 1970" },
});

function calls(lines: readonly string[], options: DriverOptions = {}): readonly DecodedRecord[] {
  const file = Buffer.from([HEADER, ...lines].join("\n"));
  return recordsIn(ciscoCucmCdr, options, decodeFile(ciscoCucmCdr, options, file));
}

function only(given: Given, options: DriverOptions = {}): DecodedRecord {
  return theOne(calls([record(given)], options));
}

const persons = (call: DecodedRecord | undefined) => named(call).sort();

const reasonOf = (line: string, header = HEADER, options: DriverOptions = {}) => {
  const decoded = decodeFile(ciscoCucmCdr, options, Buffer.from(`${header}\n${line}`)).at(-1)?.decoded;
  return decoded !== undefined && "reason" in decoded ? `${decoded.kind} ${decoded.reason}` : decoded?.kind;
};

test("devices, spans, patterns and partitions tell the direction, and which side is the company's", () => {
  const facts = ({ direction, extension, trunk }: DecodedRecord) => [direction, extension, trunk];
  assert.deepEqual(facts(only({})), ["in", "204", "S0/SU1/DS1-0@gw1"]);
  const out = {
    callingPartyNumber: "204",
    finalCalledPartyNumber: "0846500442",
    origSpan: 0,
    calledPartyPatternUsage: 5,
  };
  for (const [origDeviceName, destDeviceName] of [
    ["SEPCC7F750586B7", "CarrierA"],
    ["CSFANNA", "S0/SE0/P1@gw2.example.net"],
    ["ATA001122334455", "SIP-TRUNK"],
    ["VGC001122334455", ""],
  ] as const)
    assert.deepEqual(facts(only({ ...out, origDeviceName, destDeviceName })), ["out", "204", destDeviceName || null]);
  const internal = only({ ...out, finalCalledPartyNumber: "205", origDeviceName: "TCTBO", calledPartyPatternUsage: 2 });
  assert.deepEqual(facts(internal), ["internal", "204", null]);
  assert.equal(only({ origDeviceName: "AALN/S0/SU1/1@gw1", origSpan: 0 }).direction, "in");
  const fax = { origDeviceName: "AALN/S0/SU1/1@gw1", origSpan: 0, callingPartyNumber: "290" };
  assert.deepEqual(facts(only(fax)), ["internal", "290", null], "a fax at an analogue port");
  const long = { callingPartyNumber: "0846500431", origDeviceName: "Hall", origSpan: 0 };
  assert.equal(only({ ...long, callingPartyNumberPartition: "OnNet" }).direction, "internal");
  assert.equal(
    only({ ...long, callingPartyNumberPartition: "PSTN" }, { "external-partitions": "pstn" }).direction,
    "in",
  );
  assert.equal(only({ ...long, origDeviceType: "Cisco 8841" }).direction, "internal");
  const named = { origDeviceName: "Borders-2", callingPartyNumber: "4711", origSpan: 0 };
  assert.equal(only(named).direction, "internal", "a short number is one of ours");
  assert.deepEqual(facts(only(named, { trunks: "borders-*" })), ["in", "204", "Borders-2"]);
});

test("a forwarded call has its parties: who was dialled, who forwarded, who was reached, in every column of theirs", () => {
  const call = only({
    originalCalledPartyNumber: "200",
    lastRedirectDn: "201",
    finalCalledPartyNumber: "204",
    huntPilotDN: "299",
    mobileCallingPartyNumber: FICTION.other,
    outpulsedCalledPartyNumber: "+46846500442",
    originalCalledPartyPattern: "\\+46846500431",
    finalCalledPartyPattern: "2XX",
    callingPartyNumber_uri: "bo@example.org",
    authorizationCodeValue: "991234",
    clientMatterCode: "12",
    authCodeDescription: 'Prov, "Cilla"'.replaceAll('"', '""'),
    destDeviceName: "BOTDANPROV",
  });
  assert.deepEqual(persons(call), [
    "called name DANPROV",
    "called name anna",
    "called phone 204",
    'caller name Prov, "Cilla"',
    "caller phone 0701740633",
    "caller phone 991234",
    "caller phone bo@example.org",
    "calling phone 0701740605",
    "dialled phone +46846500431",
    "dialled phone +46846500442",
    "dialled phone 200",
    "dialled phone 299",
    "redirecting phone 201",
  ]);
  assert.equal(call.queue, "299");
  const forwarded = only({
    finalCalledPartyNumber: FICTION.other,
    destDeviceName: "S0/SU1/DS1-0@gw2",
    lastRedirectDn: "204",
  });
  assert.deepEqual([forwarded.direction, forwarded.extension], ["in", "204"], "forwarded to outside");
});

test("legs of one call become one: a transfer lasts as long as its legs together, and the new party came into it", () => {
  const first = record({ ...TRANSFER });
  const second = record({
    dateTimeOrigination: START + 70,
    dateTimeConnect: START + 75,
    dateTimeDisconnect: START + 115,
    duration: 40,
    finalCalledPartyNumber: "205",
    originalCalledPartyNumber: "205",
    lastRedirectDn: "204",
    finalCalledPartyUnicodeLoginUserID: "bo",
    pkid: "0a649c5c-7d37-4bb4-a50f-b8b87c109d0f",
  });
  for (const lines of [
    [first, second],
    [second, first, first],
  ]) {
    const [call, ...more] = calls(lines);
    assert.equal(more.length, 0);
    assert.deepEqual([call?.durationSeconds, call?.ringSeconds, call?.direction], [100, 10, "in"]);
    assert.equal(call?.callId, "StandAloneCluster/2/25447");
    assert.deepEqual(persons(call), [
      "called name anna",
      "called phone 204",
      "calling phone 0701740605",
      "transferred name bo",
      "transferred phone 205",
    ]);
  }
  const legs = (lines: readonly string[]) =>
    decodeFile(ciscoCucmCdr, {}, Buffer.from([HEADER, ...lines].join("\n"))).flatMap(({ decoded }) =>
      decoded.kind === "leg" ? [decoded.leg] : [],
    );
  const join = ciscoCucmCdr.join;
  assert.equal(join?.merge(legs([first, second]), false), null, "nothing says that a call has ended");
  assert.ok((join?.waitFor?.(legs([first])) ?? 0) > 3_600, "a split leg goes on");
  assert.equal(join?.waitFor?.(legs([second, first])), 300);
  const nextYear = record({ dateTimeOrigination: START + 31_536_000, dateTimeConnect: 0, duration: 0 });
  assert.equal(calls([first, nextYear]).length, 2, "an id that begins anew is another call");
});

test("a conference lasts as long as anybody was in it, its bridge is no number and who called it is a party", () => {
  const leg = (number: string, from: number, seconds: number, pkid: string) =>
    record({
      callingPartyNumber: number,
      callingPartyNumberPartition: "OnNet",
      origDeviceName: "SEPCC7F750586B7",
      origSpan: 0,
      finalCalledPartyNumber: "b0029901001",
      originalCalledPartyNumber: "b0029901001",
      finalCalledPartyUnicodeLoginUserID: "",
      lastRedirectDn: "204",
      destDeviceName: "CFB_2",
      comment: "ConfControllerDn=204;ConfControllerDeviceName=SEP0003E333FEBD;ConfRequestorDn-204",
      dateTimeOrigination: from,
      dateTimeConnect: from,
      dateTimeDisconnect: from + seconds,
      duration: seconds,
      pkid,
    });
  const [call, ...more] = calls([
    record({ ...TRANSFER }),
    leg("204", START + 70, 100, "0a649c5c-7d37-4bb4-a50f-b8b87c109d0f"),
    leg("206", START + 72, 120, "1a649c5c-7d37-4bb4-a50f-b8b87c109d0f"),
  ]);
  assert.equal(more.length, 0);
  assert.equal(call?.durationSeconds, 60 + 122);
  assert.deepEqual(persons(call), [
    "called name anna",
    "called phone 204",
    "calling phone 0701740605",
    "transferred phone 206",
  ]);
});

test("why nobody answered is the cause of either side; a connected call of no whole second was answered", () => {
  const missed = { dateTimeConnect: 0, duration: 0 };
  for (const [orig, dest, disposition] of [
    [16, 0, "no-answer"],
    [0, 0, "no-answer"],
    [0, 17, "busy"],
    [17, 0, "busy"],
    [0, 18, "no-answer"],
    [0, 19, "no-answer"],
    [0, 21, "no-answer"],
    [16, 1, "failed"],
    [0, 41, "failed"],
    [0, 1459617833, "no-answer"],
  ] as const) {
    const call = only({ ...missed, origCause_value: orig, destCause_value: dest });
    assert.deepEqual(
      [call.durationSeconds, call.ringSeconds, call.disposition],
      [0, 70, disposition],
      `${orig} ${dest}`,
    );
  }
  assert.equal(only({ duration: 0 }).disposition, "answered");
});

test("columns stand in any order, quoted or not, few or many, after any header; without one in Cisco's order", () => {
  const expected = only({});
  const read = (names: readonly string[], quote: string, separator = ",") => {
    const lines = [names.join(","), record({}, names, quote)].map((line) => line.replaceAll(",", separator));
    const file = Buffer.from(`\ufeff${lines.join("\r\n")}`);
    return recordsIn(ciscoCucmCdr, {}, decodeFile(ciscoCucmCdr, {}, file))[0];
  };
  const facts = (call: DecodedRecord | undefined) => [
    call?.startedAt.getTime(),
    call?.durationSeconds,
    call?.direction,
    call?.extension,
    call?.callId,
    persons(call),
  ];
  for (const names of [NAMES.toReversed(), NAMES.slice(0, 123), [...NAMES, "newThing", "otherThing"]])
    for (const quote of ['"', ""]) assert.deepEqual(facts(read(names, quote)), facts(expected), `${names.length}`);
  assert.deepEqual(facts(read(NAMES, '"', ";")), facts(expected));
  const bare = (names: readonly string[], options: DriverOptions = {}) =>
    recordsIn(ciscoCucmCdr, options, decodeFile(ciscoCucmCdr, options, Buffer.from(record({}, names))))[0];
  for (const names of [NAMES, NAMES.slice(0, 94), [...NAMES, "newThing"]])
    assert.deepEqual(facts(bare(names)), facts(expected));
  assert.equal(bare(NAMES.toReversed()), undefined);
  assert.deepEqual(facts(bare(NAMES.toReversed(), { columns: NAMES.toReversed().join(",") })), facts(expected));
  assert.throws(() => ciscoCucmCdr.configure({ columns: "start,end" }), /needs the names/);
});

test("what recorders hear is no call, and what cannot be read says why", () => {
  const recorder = { callingPartyNumber: "b002179144511001", origCalledPartyRedirectOnBehalfOf: 27 };
  assert.equal(reasonOf(record(recorder)), "nothing a leg of a recorder or a bridge");
  const conference = { callingPartyNumber: "b0029901222", lastRedirectRedirectOnBehalfOf: 4 };
  assert.equal(reasonOf(record(conference)), "leg", "a conference that called somebody");
  assert.equal(reasonOf("INTEGER,VARCHAR(50),UNIQUEIDENTIFIER,INTEGER,INTEGER"), "nothing line of the column types");
  assert.equal(reasonOf(record({ dateTimeOrigination: "soon" })), "undefined start: no number of seconds");
  assert.equal(reasonOf(record({ duration: "long" })), "undefined duration: no number of seconds");
  assert.equal(reasonOf(record({}, NAMES.slice(0, 90))), "undefined columns: 90 where 133 are expected");
  assert.equal(reasonOf("1,2,3", "x"), "undefined header: no line has named the columns");
  assert.equal(reasonOf('"globalCallID_callId","x"', "x"), "undefined header: columns are missing");
  assert.equal(reasonOf(record({ globalCallID_callId: 0 })), "records", "without an id it is a call by itself");
});

test("what telephones measured joins its call and changes nothing else of it", () => {
  const measured = [
    quality({ dateTimeStamp: START + 75 }),
    quality({ directoryNum: FICTION.mobile, callIdentifier: 1 }),
  ];
  const file = Buffer.from([QUALITY_HEADER, ...measured, HEADER, record()].join("\n"));
  const [call, ...more] = recordsIn(ciscoCucmCdr, {}, decodeFile(ciscoCucmCdr, {}, file));
  assert.equal(more.length, 0);
  const { values: _, quality: sound, ...facts } = call ?? assert.fail("no call");
  const { values: __, ...expected } = only({});
  assert.deepEqual(facts, expected);
  assert.equal(sound?.mosHundredths, 450);
  assert.deepEqual(persons(call), persons(only({})));
});

test("a call forwarded to outside is whose it was called, with or without partitions", () => {
  const forwarded = {
    finalCalledPartyNumber: `9${FICTION.other}`,
    finalCalledPartyNumberPartition: "",
    lastRedirectDn: "204",
    destDeviceName: "SIP-TRUNK-PSTN",
    calledPartyPatternUsage: 5,
  };
  for (const lastRedirectDnPartition of ["OnNet", ""])
    assert.equal(only({ ...forwarded, lastRedirectDnPartition }).extension, "204");
  assert.equal(only({ ...forwarded, lastRedirectDn: FICTION.other, lastRedirectDnPartition: "" }).extension, null);
});
