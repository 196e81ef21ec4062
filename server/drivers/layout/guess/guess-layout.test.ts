import assert from "node:assert/strict";
import { test } from "node:test";
import { explainLayout } from "../explain.ts";
import { checkLayout } from "../read-layout.ts";
import { guessLayout } from "./guess-layout.ts";

const site = { receivedAt: new Date("2026-03-03T09:00:00Z"), timeZone: "Europe/Stockholm" };

/** The calls a guess reads from its own sample, and what it asks a person to look at. */
function guessed(sample: string, at = site) {
  const guess = guessLayout(sample, at);
  assert.ok(guess !== null, "nothing was guessed");
  const { frames } = explainLayout(checkLayout(guess.layout), sample, at);
  const calls = frames.flatMap(({ record }) =>
    record === null
      ? []
      : [
          [
            record.startedAt.toISOString(),
            record.durationSeconds,
            record.direction,
            record.disposition,
            record.extension,
            ...record.values.map(({ role, text }) => `${role} ${text}`),
          ],
        ],
  );
  return { ...guess, calls, misread: frames.filter(({ became }) => became === "undefined").length };
}

test("a Swedish export with headers is read whole, without a word from anybody", () => {
  const { calls, notes, misread } = guessed(
    [
      "Datum;Tid;Samtalstid;Ringtid;Riktning;Anknytning;Telefonnummer;Ledning;Kostnad",
      "2026-03-02;08:15:00;00:01:00;5;Inkommande;204;0701740605;L001;0,00",
      "2026-03-02;08:17:10;00:00:42;3;Utgående;211;0846500442;L002;1,20",
      "2026-03-02;08:20:00;;21;Inkommande;204;0313900601;L001;0,00",
    ].join("\r\n"),
  );
  assert.deepEqual(calls, [
    ["2026-03-02T07:15:00.000Z", 60, "in", "answered", "204", "called 204", "calling 0701740605"],
    ["2026-03-02T07:17:10.000Z", 42, "out", "answered", "211", "calling 211", "called 0846500442"],
    ["2026-03-02T07:20:00.000Z", 0, "in", "no-answer", "204", "called 204", "calling 0313900601"],
  ]);
  assert.deepEqual([notes, misread], [[], 0]);
});

test("without headers columns are told by their values, and what is only likely is said", () => {
  const { calls, notes, layout } = guessed(
    [
      "02/03/2026 08:15:00|IN|0701740605|204|60|ANSWERED|a1",
      "02/03/2026 08:17:10|OUT|211|0846500442|42|ANSWERED|a2",
      "02/03/2026 08:20:00|IN|0313900601|204|0|NO ANSWER|a3",
    ].join("\n"),
  );
  assert.equal(layout.delimiter, "pipe");
  assert.equal(calls.length, 3);
  assert.deepEqual(calls[0]?.slice(0, 4), ["2026-03-02T07:15:00.000Z", 60, "in", "answered"]);
  assert.deepEqual(calls[2]?.slice(1, 4), [0, "in", "no-answer"]);
  assert.ok(notes.includes("date-order") && notes.includes("duration-by-look"));
});

test("the order of day and month is the one that puts the calls near one another and not in the future", () => {
  const days = (lines: readonly string[]) => guessed(lines.join("\n")).calls.map(([at]) => String(at).slice(0, 10));
  assert.deepEqual(days(["03/01/2026,08:15 AM,60,204,0701740605", "02/27/2026,01:15 PM,61,204,0701740606"]), [
    "2026-03-01",
    "2026-02-27",
  ]);
  assert.deepEqual(days(["01.03.26;08:15;60;204;0701740605", "02.03.26;08:15;61;204;0701740605"]), [
    "2026-03-01",
    "2026-03-02",
  ]);
  assert.deepEqual(days(["260301\t0815\t60\t204\t0701740605", "260302\t0815\t7\t204\t0701740606"]), [
    "2026-03-01",
    "2026-03-02",
  ]);
});

test("columns under one another, a page header and a rule are told apart", () => {
  const { calls, misread, layout } = guessed(
    [
      "Date     Time    D Line Ext.  Number               Ring Duration",
      "----------------------------------------------------------------",
      "02.03.26 08:15AM I 0003 204   0701740605           0:13 00:01:00",
      "02.03.26 01:20PM O 0001 211   90846500442               00:07:42",
      "02.03.26 01:31PM I 0002 204                        0:25",
    ].join("\n"),
  );
  assert.equal(layout.kind, "fixed-position");
  assert.deepEqual(layout.fields["number"], [31, 50], "a number that is longer than those of the sample is not cut");
  assert.deepEqual([calls.length, misread], [3, 0]);
  assert.deepEqual(calls[0]?.slice(1), [60, "in", "answered", "204", "called 204", "calling 0701740605"]);
});

test("objects and elements are read by their names", () => {
  const json = guessed(
    '{"start":"2026-03-02T08:15:00Z","secs":60,"caller":{"number":"0701740605"},"callee":{"number":"204"},"direction":"inbound"}\n',
  );
  assert.deepEqual(json.calls[0]?.slice(1), [60, "in", "answered", "204", "calling 0701740605", "called 204"]);
  const xml = guessed(
    '<calls><call id="1"><begin>2026-03-02 08:15:00</begin><duration>00:01:00</duration><from>0701740605</from><to>204</to></call>\n' +
      '<call id="2"><begin>2026-03-02 08:17:00</begin><duration>00:00:10</duration><from>211</from><to>0846500442</to></call></calls>',
  );
  assert.deepEqual(
    xml.calls.map((call) => call[2]),
    ["in", "out"],
  );
});

test("delimited records of real systems yield calls with both sides, without their documentation", () => {
  const systems = {
    freeswitch: [
      '"Anna Prov","1001","0701740605","default","2025-11-04 09:13:55","2025-11-04 09:14:00","2025-11-04 09:17:24","209","204","NORMAL_CLEARING","0c7a3c1e-aaaa-4bbb-8ccc-0000000000a1","","","PCMA","PCMA"',
      '"1002","1002","1001","default","2025-11-04 09:31:00","","2025-11-04 09:31:20","20","0","NO_ANSWER","0c7a3c1e-aaaa-4bbb-8ccc-0000000000a2","","","",""',
    ],
    openscape: [
      "04.11.25|09:17:11|201|22014|00:02|00:03:24|0701740605||2||||||",
      "04.11.25|09:31:14|202|22015|00:05|00:00:12|0701740699||1|||||",
    ],
    asterisk: [
      '"","0701740605","100","context","""Test User"" <0701740605>","SIP/test-02897fd8","","Hangup","","2025-11-04 23:51:15","2025-11-04 23:51:15","2025-11-04 23:51:20",5,5,"ANSWERED","DOCUMENTATION","1231977075.0",""',
      '"","101","0846500442","context","","SIP/test-02897fd9","","Hangup","","2025-11-04 23:52:15","2025-11-04 23:52:15","2025-11-04 23:52:27",12,7,"NO ANSWER","DOCUMENTATION","1231977135.1",""',
    ],
  };
  for (const [name, lines] of Object.entries(systems)) {
    const { calls, layout, misread } = guessed(lines.join("\n"), {
      ...site,
      receivedAt: new Date("2025-11-05T09:00:00Z"),
    });
    assert.deepEqual([layout.kind, calls.length, misread], ["delimited", 2, 0], name);
    for (const [at, , , , , ...people] of calls) {
      assert.match(String(at), /^2025-11-04T/, name);
      assert.ok(people.length >= 2, `${name}: nobody is named on one side`);
    }
    assert.ok(
      calls.some((call) => call.some((text) => /0701740605$/.test(String(text)))),
      `${name}: a number is left out`,
    );
  }
});

test("what has no columns is not guessed, and what lacks a time says so", () => {
  assert.equal(guessLayout("Hello.\nThis is a letter, and no record.\n", site), null);
  assert.equal(guessLayout("", site), null);
  assert.deepEqual(guessLayout("204;0701740605;60\n211;0701740606;7\n", site)?.notes.slice(0, 1), ["time-missing"]);
});

test("the longest sample that is taken, of whatever signs, is answered at once", () => {
  for (const sign of [";", "<", "{", "[", '"', "1", " ", "2026-03-02 ", '<a b="', '{"a":']) {
    const sample = sign.repeat(Math.floor(65_536 / sign.length));
    const begun = performance.now();
    guessLayout(sample, site);
    guessLayout(`${sample.slice(0, 400)}\n`.repeat(160).slice(0, 65_536), site);
    assert.ok(performance.now() - begun < 5_000, `a sample of ${JSON.stringify(sign)} takes too long`);
  }
});
