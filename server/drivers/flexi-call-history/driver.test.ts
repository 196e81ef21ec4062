import assert from "node:assert/strict";
import { test } from "node:test";
import { conformance, FICTION } from "../testing/conformance.ts";
import type { Decoded } from "../driver.ts";
import { flexiCallHistory } from "./driver.ts";

const HEADER = "SOURCE;NOTE;DATE;ID;DIRECTION;CALLING;CALLED;NAME;RING;DURATION;STATUS";

conformance(flexiCallHistory, {
  file: [
    HEADER,
    `CALL_HISTORY;extension=3000;2017-12-06 14:34:33.000;p-1;IN;${FICTION.mobile};3000;Åsa Öberg;8;61;ANSWERED`,
    `VOICEMAIL;extension=3001;2017-12-06 14:36:02.120;p-2;IN;"${FICTION.other}";3001;"Anna ""A"" Prov";;24;`,
    `{"source":"MESSAGE","note":"extension=3000","date":"2017-12-06T14:40:00","direction":"out","calling":"3000","called":"${FICTION.mobile}","name":"\\u00c5sa"}`,
  ].join("\r\n"),
  record: ({ startedAt, answered, calling }) =>
    `CALL_HISTORY;extension=3000;${startedAt}.000;p-9;IN;${calling};3000;;8;${answered ? 61 : 0};${answered ? "ANSWERED" : "MISSED"}`,
  withheld: ["", "anonymous", "Hemligt nummer"],
});

function decode(text: string): Decoded {
  const context = { receivedAt: new Date("2017-12-06T15:00:00Z"), timeZone: "Europe/Stockholm", state: {} };
  return flexiCallHistory.configure({})(Buffer.from(text), context);
}

test("a row reads as the page shows it: source, extension and date", () => {
  const decoded = decode(
    `CALL_HISTORY;extension=3000;2017-12-06 14:34:33.000;p-1;IN;${FICTION.mobile};3000;;8;61;ANSWERED`,
  );
  assert.ok(decoded.kind === "records");
  const record = decoded.records[0];
  assert.equal(record?.kind, "call_history");
  assert.equal(record?.extension, "3000");
  assert.equal(record?.startedAt.toISOString(), "2017-12-06T13:34:33.000Z");
  assert.deepEqual([record?.durationSeconds, record?.ringSeconds, record?.direction], [61, 8, "in"]);
});

test("voicemail and messages have their own kinds, and their people are found", () => {
  const message = decode(
    `{"source":"MESSAGE","note":"extension=3000","date":"2017-12-06 14:40:00.000","direction":"OUT","calling":3000,"called":"${FICTION.mobile}","name":"\\u00c5sa"}`,
  );
  assert.ok(message.kind === "records");
  assert.equal(message.records[0]?.kind, "message");
  assert.deepEqual(
    message.records[0]?.values.map((value) => [value.role, value.class, value.text]),
    [
      ["calling", "phone", "3000"],
      ["called", "phone", FICTION.mobile],
      ["called", "name", "Åsa"],
    ],
  );
  const voicemail = decode(`VOICEMAIL;extension=3001;2017-12-06 14:36:02.120;p-2;;${FICTION.other};3001;;;24;`);
  assert.ok(voicemail.kind === "records");
  assert.deepEqual([voicemail.records[0]?.kind, voicemail.records[0]?.direction], ["voicemail", "in"]);
});

test("a comma, a tab and another order of the columns are found by themselves", () => {
  const context = { receivedAt: new Date("2017-12-06T15:00:00Z"), timeZone: "Europe/Stockholm", state: {} };
  const decoder = flexiCallHistory.configure({});
  assert.equal(decoder(Buffer.from("Date,Calling,Called,Source,Duration"), context).kind, "nothing");
  const decoded = decoder(Buffer.from(`2017-12-06 14:34:33.000,${FICTION.mobile},3000,CALL_HISTORY,61`), context);
  assert.ok(decoded.kind === "records" && decoded.records[0]?.durationSeconds === 61);
});

test("what is not understood has its reason", () => {
  const reasons: Record<string, string> = {
    '{"source":"CALL_HISTORY","people":["0701740605"]}': "json: not one flat object",
    '{"source":"CALL_HISTORY"': "json: not one flat object",
    '{"date":"2017-12-06 14:40:00","date":"2017-12-06 14:40:00"}': "json: not one flat object",
    '{"source":"QUEUE_CALL"}': "source: a word this product does not write",
    '{"source":"CALL_HISTORY"}': "date: no date and time",
    '{"date":"2017-12-06 14:40:00","duration":"soon"}': "duration: no number of seconds",
    '{"date":"2017-12-06 14:40:00","direction":"up"}': "direction: neither in, out nor internal",
    '{"date":"2017-12-06 14:40:00","status":"perhaps"}': "status: unknown word",
    "a;b;c": "columns: 3 where 11 are expected",
    '"a;b': "quotes: a quote is not closed",
  };
  for (const [text, reason] of Object.entries(reasons))
    assert.deepEqual(decode(text), { kind: "undefined", reason }, text);
});
