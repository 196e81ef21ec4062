import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { Decoded, DecodedRecord } from "../driver.ts";
import { joinFrames, type LegFrame } from "../merge-legs.ts";
import { conformance, FICTION } from "../testing/conformance.ts";
import { freeswitchJsonCdr } from "./driver.ts";
import { aLeg, bLeg } from "./specimens.ts";
import { named } from "../testing/told.ts";

conformance(freeswitchJsonCdr, {
  file: `[${aLeg()},\n${bLeg()},\n${aLeg({ uuid: "other", call_uuid: "other", bridge_uuid: "" }, { caller_id_name: "Åsa Öberg" })}]\n`,
  record: ({ startedAt, answered, calling }) =>
    aLeg(
      {
        start_stamp: startedAt,
        answer_stamp: answered ? startedAt : "",
        billsec: answered ? "60" : "0",
        hangup_cause: answered ? "NORMAL_CLEARING" : "NO_ANSWER",
        channel_name: "sofia/external/provider",
      },
      { caller_id_number: calling, ani: calling, caller_id_name: calling },
    ),
  withheld: ["", "anonymous", "Restricted"],
});

const decode = (text: string, options = {}): Decoded =>
  freeswitchJsonCdr.configure(options)(Buffer.from(text), {
    receivedAt: new Date("2026-03-02T09:00:00Z"),
    timeZone: "Europe/Stockholm",
    state: {},
  });

function legOf(text: string): LegFrame {
  const decoded = decode(text);
  assert.ok(decoded.kind === "leg", "reason" in decoded ? decoded.reason : decoded.kind);
  return { bytes: Buffer.from(text), leg: decoded.leg };
}

function join(texts: readonly string[], over = false): readonly DecodedRecord[] | null {
  return freeswitchJsonCdr.join?.merge(joinFrames({ kind: "json" }, texts.map(legOf)).legs, over) ?? null;
}

test("both legs are one call, in either order: the first tells its facts, the second adds the people it reached", () => {
  for (const legs of [
    [aLeg(), bLeg()],
    [bLeg(), aLeg()],
    [bLeg(), bLeg(), aLeg()],
  ]) {
    const [record, ...more] = join(legs) ?? [];
    assert.equal(more.length, 0);
    assert.deepEqual([record?.durationSeconds, record?.ringSeconds, record?.disposition], [60, 13, "answered"]);
    assert.deepEqual([record?.direction, record?.extension, record?.trunk], ["in", "1002", "external"]);
    assert.equal(record?.startedAt.toISOString(), "2026-03-02T07:15:00.000Z");
    assert.deepEqual(
      new Set(named(record)),
      new Set([
        `calling phone ${FICTION.mobile}`,
        "called phone 1002",
        "calling name Anna Prov",
        "called name Bo Prov",
      ]),
    );
  }
});

test("a bridged leg waits for the one it was bridged to, a leg that rang in vain is not taken for it", () => {
  assert.equal(join([aLeg()]), null);
  const lost = bLeg(
    { uuid: "lost", hangup_cause: "LOSE_RACE", billsec: "0", answer_stamp: "" },
    { callee_id_name: "Cilla Prov" },
  );
  assert.equal(join([lost, aLeg()]), null);
  assert.equal(join([lost, aLeg(), bLeg()])?.length, 1);
  assert.equal(join([bLeg()]), null);
  assert.equal(join([aLeg()], true)?.[0]?.durationSeconds, 60);
  assert.equal(join([bLeg()], true)?.[0]?.durationSeconds, 60);
  const unbridged = aLeg({ bridge_uuid: "", billsec: "0", answer_stamp: "", hangup_cause: "ORIGINATOR_CANCEL" });
  assert.equal(join([unbridged])?.[0]?.disposition, "no-answer");
});

test("where the PBX writes first legs only, a call waits for nothing", () => {
  assert.equal(decode(aLeg(), { legs: "a" }).kind, "records");
});

test("on an outbound leg the caller is its ani, not the number it shows", () => {
  const { record } = legOf(bLeg({}, { caller_id_number: FICTION.landline })).leg;
  assert.deepEqual(named(record)?.slice(0, 3), [
    `calling phone ${FICTION.mobile}`,
    "called phone 1002",
    `caller phone ${FICTION.landline}`,
  ]);
});

test("URL-encoded values are read, and a percent sign in plain ones stays", () => {
  const encoded = aLeg(
    { start_stamp: "2026-03-02%2008%3A15%3A00", effective_caller_id_name: "%C3%85sa%20%C3%96berg" },
    { caller_id_number: "%2B46701740605", ani: "" },
  );
  const { record } = legOf(encoded).leg;
  assert.equal(record.startedAt.toISOString(), "2026-03-02T07:15:00.000Z");
  assert.ok(named(record)?.includes("calling phone +46701740605"));
  assert.ok(named(record)?.includes("calling name Åsa Öberg"));
  assert.ok(named(legOf(aLeg({}, { caller_id_name: "50%20 Prov" })).leg.record)?.includes("calling name 50%20 Prov"));
});

test("seconds since 1970 go before local time, and a redirected call names all it passed", () => {
  const { record } = legOf(aLeg({ start_epoch: "1772435700", start_stamp: "2026-03-02 02:15:00" })).leg;
  assert.equal(record.startedAt.toISOString(), "2026-03-02T07:15:00.000Z");
  const redirected = aLeg(
    { accountcode: FICTION.landline, last_arg: `sofia/gateway/telia/${FICTION.other}` },
    { rdnis: "0317850612" },
  );
  const others = named(legOf(redirected).leg.record)?.filter((value) => /^(?:redirecting|dialled)/.test(value));
  assert.deepEqual(others, [
    "redirecting phone 0317850612",
    `dialled phone ${FICTION.other}`,
    `redirecting phone ${FICTION.landline}`,
  ]);
});

test("a call that was moved on is called at its last number, the first one was dialled", () => {
  const parsed = JSON.parse(aLeg({}, { destination_number: "204" }));
  parsed.callflow.push({
    caller_profile: { caller_id_number: FICTION.mobile, destination_number: FICTION.landline, context: "public" },
  });
  const values = named(legOf(JSON.stringify(parsed)).leg.record);
  assert.deepEqual(values?.slice(0, 3), [
    `calling phone ${FICTION.mobile}`,
    "called phone 204",
    `dialled phone ${FICTION.landline}`,
  ]);
});

test("legs that were rung, transfers and headers of the carrier name people too", () => {
  const rung = {
    originated_legs: `ARRAY::f52c26f1;Cilla Prov;205|:0b1c;Outbound Call;${FICTION.other}`,
    transfer_history: `1515666344:b4300942-e809-4393:bl_xfer:0701740650/default/XML`,
    sip_h_Diversion: "<sip:0317850612@192.0.2.7>;reason=no-answer",
  };
  const parsed = JSON.parse(aLeg(rung));
  parsed.callflow[0].caller_profile.originatee = {
    originatee_caller_profiles: [{ destination_number: "206", callee_id_name: "Dan Prov" }],
  };
  const values = named(legOf(JSON.stringify(parsed)).leg.record) ?? [];
  for (const value of [
    "dialled phone 205",
    "called name Cilla Prov",
    `dialled phone ${FICTION.other}`,
    "transferred phone 0701740650",
    "redirecting phone 0317850612",
    "dialled phone 206",
    "called name Dan Prov",
  ])
    assert.ok(values.includes(value), value);
  assert.ok(!values.some((value) => value.includes("1515666344") || value.includes("Outbound")));
  const encoded = aLeg({
    start_stamp: "2026-03-02%2008%3A15%3A00",
    last_arg: `sofia%2Fgateway%2Ftelia%2F${FICTION.other}`,
  });
  assert.ok(named(legOf(encoded).leg.record)?.includes(`dialled phone ${FICTION.other}`));
});

test("an object instead of a list of callflows and a bare nan are read; what is no record is undefined", () => {
  const object = aLeg().replace('"callflow":[', '"callStats":{"mos":nan},"callflow":').replace(/\]\}$/, "}");
  assert.equal(legOf(object).leg.record.durationSeconds, 60);
  const reason = (text: string) => {
    const decoded = decode(text);
    return "reason" in decoded ? decoded.reason : decoded.kind;
  };
  assert.match(reason("{"), /^json/);
  assert.match(reason('{"a":1}'), /^variables/);
  assert.match(reason(aLeg({ billsec: "x" })), /^duration/);
  assert.match(reason(aLeg({ start_stamp: "x" })), /^start/);
});

const CORPUS = new URL("../../../../shared/corpus/freeswitch-json-cdr/cgrates-a-leg.json", import.meta.url);
test("the real leg of a call from 1001 to 1002", {
  skip: existsSync(CORPUS) ? false : "the corpus is not here",
}, () => {
  const [record] = join([readFileSync(CORPUS, "utf8")], true) ?? [];
  assert.deepEqual(named(record), ["calling phone 1001", "called phone 1002"]);
  assert.equal(record?.startedAt.toISOString(), "2018-01-11T10:25:44.000Z");
  assert.deepEqual([record?.durationSeconds, record?.ringSeconds, record?.disposition], [68, 3, "answered"]);
  assert.deepEqual([record?.direction, record?.extension], ["internal", "1001"]);
  assert.equal(record?.callId, "3da8bf84-c133-4959-9e24-e72875cb33a1");
});
