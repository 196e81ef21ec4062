import assert from "node:assert/strict";
import { test } from "node:test";
import { createLookBack } from "./look-back.ts";
import { databaseSettings } from "./settings.ts";

const given = {
  ...{ engine: "mysql", host: "pbx", database: "asteriskcdrdb", table: "cdr" },
  ...{ cursorColumn: "calldate", cursorKind: "time", tieColumn: "uniqueid" },
};
const MINUTE = 60_000;

function played(changes: object = {}) {
  let now = 0;
  const back = createLookBack(databaseSettings.parse({ ...given, ...changes }), () => now);
  return {
    back,
    wait(ms: number) {
      now += ms;
    },
    pass(tookMs: number) {
      const overlap = back.begin();
      now += tookMs;
      back.ended();
      return overlap;
    },
  };
}

test("half a day is read again every ten minutes, and the hour that comes twice each time", () => {
  const { pass, wait } = played();
  const seen: number[] = [];
  for (let minute = 0; minute < 25; minute++) {
    seen.push(pass(1_000));
    wait(MINUTE - 1_000);
  }
  assert.deepEqual(
    seen.flatMap((overlap, minute) => (overlap === 43_200 ? [minute] : [])),
    [0, 11, 22],
  );
  assert.ok(seen.every((overlap) => overlap === 43_200 || overlap === 3_900));
});

test("of a slow database at most a twentieth of the time goes into reading again", () => {
  let [spent, total] = [0, 0];
  const slow = played();
  for (let round = 0; round < 2_000; round++) {
    const overlap = slow.back.begin();
    const took = overlap === 43_200 ? 5 * MINUTE : 1_000;
    slow.wait(took);
    slow.back.ended();
    if (overlap === 43_200) spent += took;
    slow.wait(MINUTE);
    total += took + MINUTE;
  }
  assert.ok(spent > 0 && spent < total / 20, String(spent / total));
  assert.equal(slow.back.took(), 5 * MINUTE);
});

test("one that broke off is begun again with the next pass; a number and a small overlap are read again as they are set", () => {
  const { back, pass } = played();
  assert.equal(back.begin(), 43_200);
  assert.equal(back.begin(), 43_200, "it did not come to its end");
  back.ended();
  assert.equal(pass(1), 3_900);
  assert.equal(played({ overlap: 600 }).pass(1), 600);
  assert.equal(played({ overlap: 0 }).pass(1), 0);
  assert.equal(played({ cursorKind: "number" }).pass(1), 100);
  assert.equal(played({ cursorKind: "number", overlap: 5_000_000 }).pass(1), 5_000_000);
});
