import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { DecodedRecord } from "../driver.ts";
import { conformance } from "../testing/conformance.ts";
import { decodeFile } from "../testing/decode-file.ts";
import { acmePacketCdr } from "./driver.ts";
import { stop } from "./specimens.ts";
import { named } from "../testing/told.ts";

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const h323 = (local: string): string =>
  `${local.slice(11)}.000 UTC ${MONTHS[Number(local.slice(5, 7)) - 1] ?? "XXX"} ${local.slice(8, 10)} ${local.slice(0, 4)}`;

conformance(acmePacketCdr, {
  file: [stop(), stop({ calling: '"Åsa ""Kapten"" Öberg" <sip:0701740605@192.0.2.20>' }), stop({ status: "1" })].join(
    "\n",
  ),
  record: ({ startedAt, answered, calling }) =>
    stop({ setup: h323(startedAt), calling, seconds: answered ? "60" : "0" }),
  withheld: ["", '"Anonymous" <sip:anonymous@anonymous.invalid>'],
  time: { why: "the border controller names its zone", zone: "utc" },
});

function records(text: string, options = {}): DecodedRecord[] {
  return decodeFile(acmePacketCdr, options, Buffer.from(text)).flatMap(({ decoded }) =>
    decoded.kind === "records" ? decoded.records : [],
  );
}

test("of a SIP address the user is the number, and what stands before it the name", () => {
  assert.deepEqual(named(records(stop())[0]), [
    "calling phone 0701740605",
    "called phone 204",
    "calling name Anna Prov",
  ]);
  assert.deepEqual(named(records(stop({ calling: "sip:192.0.2.20:5060", called: "tel:+46701740633;x=1" }))[0]), [
    "called phone +46701740633",
  ]);
});

test("who stands in the asserted identity, a diversion or the routing is named too", () => {
  const more = {
    asserted: "<sip:0846500442@x>",
    diversion: "<tel:0701740633>;reason=busy",
    routed: "sip:031390 0600@x",
  };
  assert.deepEqual(named(records(stop(more))[0]).slice(3), [
    "caller phone 0846500442",
    "redirecting phone 0701740633",
    "dialled phone 031390",
  ]);
});

test("starts and interims are no calls, their stop is", () => {
  for (const status of ["1", "3", "7", "Start"])
    assert.equal(decodeFile(acmePacketCdr, {}, Buffer.from(stop({ status })))[0]?.decoded.kind, "nothing", status);
});

test("a site's own columns come as another layout", () => {
  const layout = {
    kind: "delimited",
    fields: { setup: 1, seconds: 2, calling: 3, called: 4 },
    time: [{ of: "start", stamp: "setup", format: "epoch" }],
    duration: { field: "seconds", format: "seconds" },
    values: [{ role: "calling", from: "calling" }],
  };
  const [record] = records("1772435700,60,0701740605,204", { layout: JSON.stringify(layout) });
  assert.equal(record?.startedAt.toISOString(), "2026-03-02T07:15:00.000Z");
});

const corpus = new URL("../../../../shared/corpus/acme-packet-cdr/C610_stop-fields.csv", import.meta.url);
const skip = existsSync(corpus) ? false : "the corpus is not beside the repository";

test("the columns are those of the published list", { skip }, () => {
  const names = readFileSync(corpus, "utf8")
    .split("\n")
    .map((line) => line.split(",")[1]);
  const told = [1, 4, 5, 9, 10, 12, 13, 14, 22, 120, 121, 122, 125, 130, 135].map((column) => names[column - 1]);
  assert.deepEqual(told, [
    "Acct-Status-Type",
    "Acct-Session-Id",
    "Acme-Session-Ingress-CallId",
    "Calling-Station-Id",
    "Called-Station-Id",
    "Acct-Session-Time",
    "h323-setup-time",
    "h323-connect-time",
    "Acme-Session-Ingress-Realm",
    "Acme-Primary-Routing-Number",
    "Acme-Originating-Trunk-Group",
    "Acme-Terminating-Trunk-Group",
    "Acme-P-Asserted-ID",
    "Acme-SIP-Diversion",
    "Acme-Egress-Final-Routing-Number",
  ]);
});
