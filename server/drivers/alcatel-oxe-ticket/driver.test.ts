import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { DecodedRecord } from "../driver.ts";
import { conformance, later } from "../testing/conformance.ts";
import { decodeFile } from "../testing/decode-file.ts";
import { alcatelOxeTicket } from "./driver.ts";
import { ticket } from "./specimens.ts";
import { named } from "../testing/told.ts";

const compact = (local: string): string => local.replaceAll("-", "");

conformance(alcatelOxeTicket, {
  file: [
    ticket(),
    ticket({ name: "Åsa Öberg".normalize() }),
    ticket({ type: "0", called: "0701740633", calling: "" }),
  ].join("\n"),
  record: ({ startedAt, answered, calling }) =>
    ticket({
      start: compact(startedAt),
      end: compact(later(startedAt, 73)),
      duration: answered ? "60" : "0",
      calling,
    }),
  withheld: ["", "unknown"],
  exceptions: { encoding: "the columns of a ticket are bytes: it is never UTF-8" },
});

function records(text: string, options = {}): DecodedRecord[] {
  return decodeFile(alcatelOxeTicket, options, Buffer.from(text, "latin1")).flatMap(({ decoded }) =>
    decoded.kind === "records" ? decoded.records : [],
  );
}

test("the call type tells who called whom, padded or not", () => {
  const direction = (type: string) => records(ticket({ type }))[0]?.direction;
  assert.deepEqual(["0", "01", "4", "12"].map(direction), ["out", "out", "in", "in"]);
  assert.deepEqual(["2", "14", "6", "15"].map(direction), ["internal", "internal", null, null]);
});

test("who is charged for an outgoing call without a caller is the caller", () => {
  const [record] = records(
    ticket({ called: "0701740633", charged: "4211", calling: "", type: "0", dialled: "90701740633" }),
  );
  assert.deepEqual([record?.extension, record?.trunk], ["4211", "9"]);
  assert.deepEqual(named(record), ["calling phone 4211", "called phone 0701740633"]);
});

test("tickets of an earlier version have no start: it is the end without talking and waiting", () => {
  assert.equal(records(ticket({ start: " ".repeat(17) }))[0]?.startedAt.toISOString(), "2026-03-02T07:15:00.000Z");
});

test("a file without line ends is cut every 525 characters", () => {
  const two = records(ticket() + ticket({ calling: "0701740633" }), { framing: "fixed" });
  assert.deepEqual(
    two.map((record) => named(record)[0]),
    ["calling phone 0701740605", "calling phone 0701740633"],
  );
});

test("access codes are persons' only when they are numbers", () => {
  assert.equal(named(records(ticket({ access: "0846500442" }))[0]).at(-1), "redirecting phone 0846500442");
  assert.equal(named(records(ticket({ access: "PIN 12" }))[0]).length, 2);
});

const corpus = new URL("../../../../shared/corpus/alcatel-oxe-ticket/ticket-a.txt", import.meta.url);
const skip = existsSync(corpus) ? false : "the corpus is not beside the repository";

test("the tickets made from the vendor's layout come out as a careful reader sees them", { skip }, () => {
  const read = records(readFileSync(corpus, "latin1"));
  assert.deepEqual(
    read.map((record) => [
      record.startedAt.toISOString(),
      record.durationSeconds,
      record.ringSeconds,
      record.direction,
      record.extension,
    ]),
    [
      ["2025-11-04T08:14:00.000Z", 204, null, "out", "4211"],
      ["2025-11-04T08:30:50.000Z", 12, 10, "in", "4300"],
    ],
  );
  assert.deepEqual(read.map(named), [
    ["calling phone 4211", "called phone 0701740605"],
    ["calling phone 0701740699", "called phone 4300"],
  ]);
});
