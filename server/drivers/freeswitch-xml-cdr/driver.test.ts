import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { Decoded, DecodedRecord } from "../driver.ts";
import { joinFrames, type LegFrame } from "../merge-legs.ts";
import { conformance, FICTION } from "../testing/conformance.ts";
import { freeswitchXmlCdr } from "./driver.ts";
import { aLeg, bLeg } from "./specimens.ts";
import { named } from "../testing/told.ts";

conformance(freeswitchXmlCdr, {
  file: `${aLeg()}${bLeg()}${aLeg({ uuid: "other", call_uuid: "other", bridge_uuid: "" }, { caller_id_name: "Åsa Öberg" })}`,
  record: ({ startedAt, answered, calling }) =>
    aLeg(
      {
        start_stamp: startedAt,
        answer_stamp: answered ? startedAt : "",
        billsec: answered ? "60" : "0",
        hangup_cause: answered ? "NORMAL_CLEARING" : "NO_ANSWER",
      },
      { caller_id_number: calling, ani: calling, caller_id_name: calling },
    ),
  withheld: ["", "anonymous", "Restricted"],
});

const decode = (text: string, options = {}): Decoded =>
  freeswitchXmlCdr.configure(options)(Buffer.from(text), {
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
  return freeswitchXmlCdr.join?.merge(joinFrames({ kind: "xml", element: "cdr" }, texts.map(legOf)).legs, over) ?? null;
}

test("the files a_ and b_ of a call are one call, whichever comes first", () => {
  for (const legs of [
    [aLeg(), bLeg()],
    [bLeg(), aLeg()],
  ]) {
    const [record] = join(legs) ?? [];
    assert.deepEqual([record?.durationSeconds, record?.ringSeconds, record?.disposition], [60, 13, "answered"]);
    assert.deepEqual([record?.direction, record?.extension, record?.trunk], ["in", "1002", "external"]);
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
  assert.equal(join([aLeg()]), null);
  assert.equal(decode(aLeg(), { legs: "a" }).kind, "records");
});

test("text that no parser takes, an element that stands twice, entities and CDATA are read", () => {
  const odd = aLeg(
    {
      sip_full_from: `"Anna" <sip:${FICTION.mobile}@192.0.2.7>;tag=1`,
      DP_MATCH: "ARRAY::1002</DP_MATCH><DP_MATCH>1002",
    },
    { caller_id_name: "Anna &amp; Bo", callee_id_name: "<![CDATA[Cilla <Prov>]]>" },
  );
  const { record } = legOf(odd).leg;
  assert.ok(named(record)?.includes("calling name Anna & Bo"));
  assert.ok(named(record)?.includes("called name Cilla <Prov>"));
  const blank = aLeg({}, { caller_id_name: "\u00a0Åsa\u00a0", callee_id_name: "\u00a0&amp;Bo " });
  const values = legOf(blank).leg.record.values.map(({ text, start, end }) => [text, start, end] as const);
  for (const name of ["\u00a0Åsa\u00a0", "\u00a0&Bo"]) {
    const [, start = 0, end = 0] = values.find(([text]) => text === name) ?? [];
    assert.equal(Buffer.from(blank).subarray(start, end).toString().replace("&amp;", "&"), name);
  }
  assert.equal(record.durationSeconds, 60);
  const twice = aLeg({ billsec: "60</billsec><billsec>61" });
  assert.equal(legOf(twice).leg.record.durationSeconds, 60);
});

test("URL-encoded variables are read, seconds since 1970 go before local time", () => {
  const encoded = aLeg({ start_stamp: "2026-03-02%2008%3A15%3A00", effective_caller_id_name: "%C3%85sa%20%C3%96berg" });
  assert.ok(named(legOf(encoded).leg.record)?.includes("calling name Åsa Öberg"));
  const { record } = legOf(aLeg({ start_epoch: "1772435700", start_stamp: "2026-03-02 02:15:00" })).leg;
  assert.equal(record.startedAt.toISOString(), "2026-03-02T07:15:00.000Z");
});

test("what is no record is nothing or undefined with its reason", () => {
  const reason = (text: string) => {
    const decoded = decode(text);
    return "reason" in decoded ? `${decoded.kind} ${decoded.reason}` : decoded.kind;
  };
  assert.match(reason("<cdrs>\n"), /^nothing element/);
  assert.match(reason("cdr"), /^undefined xml/);
  assert.match(reason("<cdr></cdr>"), /^undefined variables/);
  assert.match(reason(aLeg({ billsec: "x" })), /^undefined duration/);
  assert.match(reason(aLeg({ start_stamp: "x" })), /^undefined start/);
});

const CORPUS = new URL("../../../../shared/corpus/freeswitch-xml-cdr/ashish-desktop-abridged.cdr.xml", import.meta.url);
test("the real leg from India: its seconds since 1970 are the truth, its local time is not the site's", {
  skip: existsSync(CORPUS) ? false : "the corpus is not here",
}, () => {
  const [record] = join([readFileSync(CORPUS, "utf8")], true) ?? [];
  assert.equal(record?.startedAt.toISOString(), "2015-05-15T16:26:59.000Z");
  assert.deepEqual([record?.durationSeconds, record?.ringSeconds, record?.disposition], [8, 10, "answered"]);
  assert.deepEqual([record?.direction, record?.extension], ["internal", "1001"]);
  assert.deepEqual(named(record), ["calling phone 1001", "called phone 9664"]);
});
