import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutIds } from "./without-ids.ts";

test("ids, hashes and moments are taken out, numbers stay", () => {
  const told = withoutIds({
    id: "0197a0b1-0605-7000-8000-060506050605",
    at: "2026-11-23T06:05:06.605Z",
    hash: "0605".repeat(8),
    number: "+46 70 174 06 05",
    day: "2026-06-05",
  });
  assert.equal(told, '{"id":"-","at":"-","hash":"-","number":"+46 70 174 06 05","day":"2026-06-05"}');
  assert.equal(withoutIds("call 0701740605"), "call 0701740605");
});
