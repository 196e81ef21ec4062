import assert from "node:assert/strict";
import { test } from "node:test";
import { readH323Time } from "./h323-time.ts";

test("a time in the manner of Cisco is read with its zone, by name or by hours, else with the site's", () => {
  for (const [text, instant] of [
    ["15:59:47.000 EET Sun Dec 25 2005", "2005-12-25T13:59:47.000Z"],
    ["18:55:41.250 GMT+4 Tue Feb 11 2014", "2014-02-11T14:55:41.250Z"],
    ["18:55:41.000 UTC-03:30 Tue Feb 11 2014", "2014-02-11T22:25:41.000Z"],
    ["18:55:41.000 +0200 Tue Feb 11 2014", "2014-02-11T16:55:41.000Z"],
    ["*18:55:41.000 UTC Tue Jul 1 2014", "2014-07-01T18:55:41.000Z"],
    [".08:55:41 CEST Tue Jul 01 2014", "2014-07-01T06:55:41.000Z"],
    ["08:55:41.000 Tue Jul 01 2014", "2014-07-01T06:55:41.000Z"],
    ["08:55:41.000 XYZ Jul 01 2014", "2014-07-01T06:55:41.000Z"],
  ] as const)
    assert.equal(readH323Time(text, "Europe/Stockholm")?.toISOString(), instant, text);
});

test("the zeros of a clock never set are no time, and what is none is told apart from them", () => {
  assert.equal(readH323Time("00:00:00.000 UTC Mon Jan 1 1900", "UTC"), null);
  for (const text of ["", "25:00:00.000 UTC Sun Dec 25 2005", "10:00:00.000 UTC Sun Feb 30 2005", "yesterday"])
    assert.equal(readH323Time(text, "UTC"), undefined, text);
});
