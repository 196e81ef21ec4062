import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { DecodedRecord } from "../driver.ts";
import { conformance, later } from "../testing/conformance.ts";
import { decodeFile } from "../testing/decode-file.ts";
import { unifyHipath3000Getaccount } from "./driver.ts";
import { account } from "./specimens.ts";

const dotted = (local: string): string => local.slice(2, 10).split("-").reverse().join(".");

conformance(unifyHipath3000Getaccount, {
  file: [account(), account({ type: "2", number: "0701740633" }), account({ code: "123456", msn: "0846500442" })].join(
    "\r\n",
  ),
  record: ({ startedAt, answered, calling }) => {
    const end = later(startedAt, answered ? 60 : 0);
    const seconds = answered ? "60" : "0";
    return account({ date: dotted(end), clock: end.slice(11), seconds, number: calling });
  },
  withheld: [""],
});

function records(text: string): DecodedRecord[] {
  return decodeFile(unifyHipath3000Getaccount, {}, Buffer.from(text, "latin1")).flatMap(({ decoded }) =>
    decoded.kind === "records" ? decoded.records : [],
  );
}

const named = (record: DecodedRecord | undefined): string[] =>
  (record?.values ?? []).map((value) => `${value.role} ${value.text}`);

test("the number is the caller's of a call in, and the dialled one of a call out", () => {
  assert.deepEqual(named(records(account())[0]), ["called 204", "calling 0701740605"]);
  assert.deepEqual(named(records(account({ type: "2" }))[0]), ["calling 204", "called 0701740605"]);
});

test("the multiple subscriber number and a long account code name somebody", () => {
  const [, , ...more] = named(records(account({ msn: "0846500442", code: "123456789" }))[0]);
  assert.deepEqual(more, ["dialled 0846500442", "redirecting 123456789"]);
  const [, , own] = named(records(account({ type: "2", msn: "0846500442", code: "12" }))[0]);
  assert.equal(own, "caller 0846500442");
});

test("digits that the system hides stay hidden, and blanks cut off at the end cost nothing", () => {
  const [record] = records(account({ number: "070174????" }).trimEnd());
  assert.deepEqual(named(record), ["called 204", "calling 070174????"]);
});

const corpus = new URL("../../../../shared/corpus/unify-hipath3000-getaccount/getaccount-a.txt", import.meta.url);
const skip = existsSync(corpus) ? false : "the corpus is not beside the repository";

test("the record made from the service manual comes out as a careful reader sees it", { skip }, () => {
  const [record] = records(readFileSync(corpus, "latin1"));
  assert.deepEqual(
    [record?.startedAt.toISOString(), record?.durationSeconds, record?.direction, record?.extension, record?.trunk],
    ["2025-11-04T08:14:00.000Z", 204, "out", "101", "1"],
  );
  assert.deepEqual(named(record), ["calling 101", "called 0701740605"]);
});
