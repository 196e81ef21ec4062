import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { decodeFile, recordsIn } from "../testing/decode-file.ts";
import { ciscoCucmCdr } from "./driver.ts";
import { HEADER } from "./specimens.ts";

const CORPUS = new URL("../../../../shared/corpus/cisco-cucm-cdr/oregon-lab-cdr.txt", import.meta.url);
test("the real records of a laboratory: one internal call, twice recorded", {
  skip: existsSync(CORPUS) ? false : "the corpus is not here",
}, () => {
  const decoded = decodeFile(ciscoCucmCdr, {}, readFileSync(CORPUS));
  assert.deepEqual(
    decoded.map((each) => each.decoded.kind),
    ["nothing", "nothing", "nothing", "nothing", "leg"],
  );
  const [call, ...more] = recordsIn(ciscoCucmCdr, {}, decoded);
  assert.ok(call !== undefined && more.length === 0);
  assert.equal(call.callId, "cucmOHSUtest/2/25447");
  assert.equal(call.startedAt.toISOString(), "2025-04-18T16:32:08.000Z");
  assert.deepEqual(
    [call.durationSeconds, call.ringSeconds, call.direction, call.disposition, call.extension, call.trunk],
    [11, 2, "internal", "answered", "5033466594", null],
  );
  assert.deepEqual(call.values.map((value) => `${value.role} ${value.class} ${value.text}`).sort(), [
    "called name rubbleb",
    "called phone 5033466593",
    "calling name rubbleb",
    "calling phone 5033466594",
  ]);
  const header = readFileSync(CORPUS, "utf8").split("\n")[0];
  assert.equal(header, HEADER, "the documented order is the real one");
});
