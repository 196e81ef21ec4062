import assert from "node:assert/strict";
import { test } from "node:test";
import { arrivalOf } from "./arrival.ts";

const MAIL = { way: "mail", failingSince: null, hasArrived: true } as const;

test("a recipient is reached once something has arrived there, and as long as it may", () => {
  assert.equal(arrivalOf(MAIL, true), "reached");
  assert.equal(arrivalOf({ ...MAIL, hasArrived: false }, true), "untold");
  assert.equal(arrivalOf({ ...MAIL, failingSince: new Date(0) }, true), "unreached");
});

test("without a relay no mail arrives, and a webhook does", () => {
  assert.equal(arrivalOf(MAIL, false), "unreached");
  assert.equal(arrivalOf({ ...MAIL, hasArrived: false }, false), "unreached");
  assert.equal(arrivalOf({ ...MAIL, way: "webhook" }, false), "reached");
  assert.equal(arrivalOf({ ...MAIL, way: "webhook", hasArrived: false }, false), "untold");
});
