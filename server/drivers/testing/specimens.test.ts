import assert from "node:assert/strict";
import { test } from "node:test";
import { DRIVERS } from "../catalogue.ts";
import { later } from "./specimen.ts";
import { specimensOf } from "./specimens.ts";

test("every driver of the catalogue shows whole records to be damaged", async () => {
  for (const driver of DRIVERS) {
    const found = await specimensOf(driver);
    assert.ok(found !== null && found.frames.length > 0, `server/drivers/${driver.id}/specimens.ts shows none`);
  }
});

test("the wall clock some seconds later is read without any calendar, and what is no time stays as it is", () => {
  assert.equal(later("2026-03-29 01:59:59", 61), "2026-03-29 02:01:00");
  assert.equal(later("2025-12-31 23:59:59", 1), "2026-01-01 00:00:00");
  for (const never of ["2026-02-30 10:00:00", "2026-13-01 10:00:00", "2026-01-01 24:00:00", "0000-00-00 00:00:00"])
    assert.equal(later(never, 60), never);
});
