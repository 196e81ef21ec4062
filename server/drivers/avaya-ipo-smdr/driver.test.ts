import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { DecodedLeg, DecodedRecord } from "../driver.ts";
import { joinFrames } from "../merge-legs.ts";
import { conformance, FICTION } from "../testing/conformance.ts";
import { freshContext } from "../testing/decode-file.ts";
import { avayaIpoSmdr } from "./driver.ts";
import { segment } from "./specimens.ts";
import { named } from "../testing/told.ts";

conformance(avayaIpoSmdr, {
  file: [segment(), segment({ party1Name: "Åsa Öberg" }), segment({ callId: "1009689", continuation: "1" })].join(
    "\r\n",
  ),
  record: ({ startedAt, answered, calling }) =>
    segment({ start: startedAt.replaceAll("-", "/"), caller: calling, connected: answered ? "00:01:00" : "00:00:00" }),
  withheld: [""],
});

const context = () => ({ receivedAt: new Date("2026-03-02T09:00:00Z"), timeZone: "Europe/Stockholm", state: {} });

function legOf(text: string): DecodedLeg {
  const decoded = avayaIpoSmdr.configure({})(Buffer.from(text), context());
  assert.ok(decoded.kind === "leg", "reason" in decoded ? decoded.reason : decoded.kind);
  return decoded.leg;
}

function join(segments: readonly string[], over = false): readonly DecodedRecord[] | null {
  const frames = segments.map((text) => ({ bytes: Buffer.from(text), leg: legOf(text) }));
  return avayaIpoSmdr.join?.merge(joinFrames({ kind: "line" }, frames).legs, over) ?? null;
}

test("a call is one segment as a rule: its direction, sides and conversation are the PBX's", () => {
  const [incoming] = join([segment()]) ?? [];
  assert.deepEqual(named(incoming), ["calling phone 0701740605", "called phone 204", "called name Anna Prov"]);
  assert.equal(incoming?.direction, "in");
  assert.equal(incoming?.extension, "204");
  assert.equal(incoming?.trunk, "T9001");
  assert.deepEqual([incoming?.durationSeconds, incoming?.ringSeconds, incoming?.disposition], [60, 13, "answered"]);

  const [outgoing] =
    join([
      segment({ caller: "204", direction: "O", called: "0701740633", dialled: "00701740633", charge: "   0.0618" }),
    ]) ?? [];
  assert.deepEqual(named(outgoing), ["calling phone 204", "called phone 0701740633", "calling name Anna Prov"]);
  assert.equal(outgoing?.direction, "out");
  assert.equal(outgoing?.costCents, 6);

  const [internal] =
    join([
      segment({ caller: "204", direction: "O", called: "205", isInternal: "1", party2: "E205", party2Name: "Bo Prov" }),
    ]) ?? [];
  assert.deepEqual(named(internal), [
    "calling phone 204",
    "called phone 205",
    "calling name Anna Prov",
    "called name Bo Prov",
  ]);
  assert.equal(internal?.direction, "internal");
});

test("a transferred call waits for its last segment and is one call, whatever the order and however often it is sent", () => {
  const first = segment({ continuation: "1", connected: "00:00:20" });
  const last = segment({ party1: "E205", party1Name: "Bo Prov", connected: "00:00:40", ring: "4" });
  assert.equal(join([first]), null);
  for (const segments of [
    [first, last],
    [first, first, last],
    [last, first],
  ]) {
    const records = join(segments) ?? [];
    assert.equal(records.length, 1);
    assert.equal(records[0]?.durationSeconds, 60);
    assert.equal(records[0]?.partOf, null);
    assert.deepEqual(
      new Set(named(records[0])),
      new Set(["calling phone 0701740605", "called phone 204", "called name Anna Prov", "called name Bo Prov"]),
    );
  }
  assert.equal(join([first], true)?.[0]?.partOf, "1009687", "what never ended says which call it was part of");
});

test("a twin or a forwarded mobile, a charged user, an account and an authorisation code are people too", () => {
  const [record] =
    join([
      segment({
        account: "0701740650",
        authCode: "482130",
        userCharged: "Cilla Prov",
        targeter: "Dan Prov",
        targeted: "0701740633",
      }),
    ]) ?? [];
  assert.deepEqual(named(record)?.slice(2), [
    "redirecting phone 0701740650",
    "redirecting phone 482130",
    "transferred phone 0701740633",
    "called name Anna Prov",
    "caller name Cilla Prov",
    "redirecting name Dan Prov",
  ]);
});

test("releases write 15 to 37 columns, collectors something before them; anything else is undefined with its reason", () => {
  for (const columns of [15, 30, 34, 37])
    assert.equal(legOf(segment({}, columns)).record.durationSeconds, 60, `${columns} columns`);
  const prefixed = `2026-03-02 08:16:20 10.0.0.7 SMDR: ${segment()}`;
  assert.equal(prefixed.slice(legOf(prefixed).record.values[0]?.start).slice(0, 10), FICTION.mobile);
  const reason = (text: string) => {
    const decoded = avayaIpoSmdr.configure({})(Buffer.from(text), context());
    return "reason" in decoded ? decoded.reason : decoded.kind;
  };
  assert.match(reason(segment({ connected: "1m" })), /^connected/);
  assert.match(reason(segment({ direction: "X" })), /^direction/);
  assert.match(reason(segment({}, 9)), /^columns/);
  assert.match(reason("SMDR started"), /^start/);
});

const CORPUS = new URL("../../../../shared/corpus/avaya-ipo-smdr/pbx-template-readme.csv", import.meta.url);
test("the real record of a hotel: room 12 dialled out for 38 seconds", {
  skip: existsSync(CORPUS) ? false : "the corpus is not here",
}, () => {
  const { record } = legOf(readFileSync(CORPUS, "utf8").trimEnd());
  assert.equal(record.startedAt.toISOString(), "2017-11-09T15:28:27.000Z");
  assert.deepEqual([record.durationSeconds, record.ringSeconds, record.direction], [38, 9, "out"]);
  assert.deepEqual([record.callId, record.extension, record.trunk, record.costCents], ["1009687", "12", "T9001", 6]);
  assert.deepEqual(named(record), [
    "calling phone 12",
    "called phone 99040",
    "dialled phone 00540299040",
    "calling name Zim12",
  ]);
});

test("a start without seconds and the header of the file that older releases wrote are read", () => {
  const line =
    "2008/07/09 17:54,00:00:29,7,2101,O,2121,2121,,1,1000023,0,E2101,Extn2101,E2121,Extn2121,23,0,,,,,,,,,,,,,";
  const decoded = avayaIpoSmdr.configure({})(Buffer.from(line), freshContext());
  assert.equal(decoded.kind === "leg" && decoded.leg.record.startedAt.toISOString(), "2008-07-09T15:54:00.000Z");
  const header = "Call Start,Connected Time,Ring Time,Caller,Direction,Called Number";
  assert.equal(avayaIpoSmdr.configure({})(Buffer.from(header), freshContext()).kind, "nothing");
});
