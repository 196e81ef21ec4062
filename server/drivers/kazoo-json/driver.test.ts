import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { DecodedRecord, DriverOptions } from "../driver.ts";
import { conformance } from "../testing/conformance.ts";
import { decodeFile, recordsIn } from "../testing/decode-file.ts";
import { kazooJson } from "./driver.ts";
import { destroyed } from "./specimens.ts";
import { named, theOne } from "../testing/told.ts";

const OUTER = {
  call_id: "leg-b",
  other_leg_call_id: "leg-a",
  call_direction: "outbound",
  authorizing_type: "device",
  authorizing_id: "d1",
};

conformance(kazooJson, {
  file: `[${destroyed()},\n${destroyed({ other_leg_call_id: "leg-b", caller_id_name: 'Åsa "Å" Prov' })},${destroyed(OUTER)}]\n`,
  record: ({ startedAt, answered, calling }) => {
    const at = Date.parse(`${startedAt.replace(" ", "T")}Z`) / 1_000 + 62_167_219_200;
    return `${destroyed({
      timestamp: Number.isNaN(at) ? "never" : String(at),
      caller_id_number: calling,
      from: `${calling}@realm.demo.example`,
      inception: null,
      billing_seconds: answered ? 60 : 0,
    })}\n`;
  },
  withheld: ["", "anonymous"],
  time: { why: "seconds since the year 0, UTC", zone: "utc" },
  exceptions: { "impossible-days": "its times count seconds" },
});

function records(text: string, options: DriverOptions = {}): readonly DecodedRecord[] {
  const frames = decodeFile(kazooJson, options, Buffer.from(text));
  assert.ok(frames.every(({ decoded }) => decoded.kind !== "undefined"));
  return recordsIn(kazooJson, options, frames);
}

function only(text: string, options: DriverOptions = {}): DecodedRecord {
  return theOne(records(text, options));
}

test("a leg of a carrier is a call in, for as long as it is billed", () => {
  const record = only(destroyed());
  assert.equal(record.startedAt.toISOString(), "2026-03-02T08:15:00.000Z");
  assert.deepEqual([record.direction, record.durationSeconds, record.ringSeconds], ["in", 60, 6]);
  assert.deepEqual(named(record), [
    "calling phone +46701740605",
    "called phone +46846500442",
    "calling name Cilla Prov",
    "called name Anna Prov",
  ]);
});

test("a leg that a phone of the company authorised is a call out, or within", () => {
  const phone = { authorizing_type: "device", authorizing_id: "d1" };
  assert.equal(only(destroyed(phone)).direction, "out");
  const within = only(
    destroyed({ ...phone, caller_id_number: "204", from: "user_x@r.example", request: "205@r.example" }),
  );
  assert.deepEqual([within.direction, within.extension], ["internal", "204"]);
  assert.equal(only(destroyed({ ...phone, call_direction: "outbound" })).direction, "in");
});

test("the two legs of a bridged call are one call, in any order, and one alone waits ten minutes", () => {
  const [a, b] = [
    destroyed({ other_leg_call_id: "leg-b", billing_seconds: 62 }),
    destroyed({ ...OUTER, callee_id_number: "204" }),
  ];
  for (const text of [`[${a},${b}]`, `${b}\n${a}\n${b}\n`]) {
    const call = only(text);
    assert.deepEqual([call.callId, call.durationSeconds, call.direction], ["leg-a", 62, "in"]);
    assert.ok(named(call).includes("transferred phone 204"));
  }
  const alone = decodeFile(kazooJson, {}, Buffer.from(a))[0]?.decoded;
  assert.ok(alone?.kind === "leg");
  assert.equal(kazooJson.join?.merge([alone.leg], false), null);
  const ring = ["x", "y", "z"].map((call_id) =>
    destroyed({
      call_id,
      interaction_id: "63939658500-1",
      ...(call_id === "x" ? {} : { call_direction: "outbound", billing_seconds: 0 }),
    }),
  );
  assert.equal(only(ring.join("\n")).durationSeconds, 60, "a ring group is one call with its phones");
});

test("causes say why nobody answered", () => {
  const cause = (hangup_cause: string) => only(destroyed({ billing_seconds: "0", hangup_cause })).disposition;
  assert.deepEqual(["NO_ANSWER", "ORIGINATOR_CANCEL", "USER_BUSY", "UNALLOCATED_NUMBER"].map(cause), [
    "no-answer",
    "no-answer",
    "busy",
    "failed",
  ]);
});

test("the channel's creation goes before the timestamp, which an option makes the end", () => {
  const created = only(destroyed({ channel_created_time: 1772439240500000 }));
  assert.equal(created.startedAt.toISOString(), "2026-03-02T08:14:00.500Z");
  assert.equal(only(destroyed(), { time: "end" }).startedAt.toISOString(), "2026-03-02T08:13:54.000Z");
});

test("a page of call detail records of any size is read, and other events of the hook are no calls", () => {
  const all = Array.from({ length: 1_000 }, (_, i) => destroyed({ call_id: `leg-${i}`, hook_event: undefined }));
  const page = `{"data":[${all.join(",")}],"page_size":1000,"request_id":"r","status":"success","auth_token":"t"}`;
  for (const text of [page, JSON.stringify(JSON.parse(page), null, 2)]) assert.equal(records(text).length, 1_000);
  assert.equal(records(destroyed({ hook_event: "channel_create" })).length, 0);
});

test("what is no leg is undefined with its reason", () => {
  const reason = (text: string) => {
    const decoded = decodeFile(kazooJson, {}, Buffer.from(text))[0]?.decoded;
    return decoded?.kind === "undefined" ? decoded.reason : "";
  };
  assert.match(reason(destroyed({ timestamp: "1772439300" })), /^timestamp/);
  assert.match(reason(destroyed({ billing_seconds: "many" })), /^seconds/);
  assert.match(reason('{"a":1}'), /^call-id/);
});

const CORPUS = new URL("../../../../shared/corpus/kazoo-json/channel_destroy-sample.json", import.meta.url);
test("the sample of the web hook: a phone called out for six seconds", {
  skip: existsSync(CORPUS) ? false : "the corpus is not here",
}, () => {
  const record = only(readFileSync(CORPUS, "utf8"));
  assert.equal(record.startedAt.toISOString(), "2019-05-06T08:10:09.000Z");
  assert.deepEqual([record.durationSeconds, record.ringSeconds, record.disposition], [6, 0, "answered"]);
  assert.deepEqual([record.callId, record.direction], ["NDlkNGI3OTZlMDgzNWQxNGYxNTA3NjQ4NDZjNDFkOTc", "out"]);
  assert.deepEqual(named(record), [
    "calling phone +15556783945",
    "called phone +15552345678",
    "calling name Test Man",
    "called name Caller Test",
  ]);
});

test("a message of Kazoo's bus is the same leg in another spelling", () => {
  const spelled = Object.fromEntries(
    Object.entries(JSON.parse(destroyed()) as Record<string, unknown>).map(([name, value]) => [
      name === "call_id"
        ? "Call-ID"
        : name.replace(
            /(^|_)([a-z])/g,
            (_, gap: string, letter: string) => `${gap === "" ? "" : "-"}${letter.toUpperCase()}`,
          ),
      value,
    ]),
  );
  const { "Hook-Event": _, ...message } = spelled;
  const bus = JSON.stringify({ ...message, "Event-Category": "call_event", "Event-Name": "CHANNEL_DESTROY" });
  const { values, ...facts } = only(bus);
  const { values: expected, ...told } = only(destroyed());
  assert.deepEqual(facts, told);
  assert.deepEqual(named({ ...facts, values }), named({ ...told, values: expected }));
});
