import assert from "node:assert/strict";
import { test } from "node:test";
import { isPrivate, natureSeen } from "./nature.ts";
import { natureByCode, natureByTime, type NatureRule, rulesOfSource, type TimeRule } from "./nature-rules.ts";
import { NATURES } from "./sorted.ts";

const OFFICE = { weekdays: 31, fromMinute: 480, toMinute: 1020 } as const;
const outside: TimeRule = { kind: "time", nature: "private", ...OFFICE, outside: true };
const call = { startedAt: new Date("2026-06-15T08:00:00Z"), direction: "out", dialled: "*71 070-174 06 05" } as const;

test("a code is compared as the telephone system wrote it, the longest one first, and with what was dialled alone", () => {
  const rules: NatureRule[] = [
    { kind: "code", nature: "private", code: "*7" },
    { kind: "code", nature: "business", code: "*71" },
    { kind: "code", nature: "private", code: "9-2" },
  ];
  const says = natureByCode(rules) ?? assert.fail();
  assert.equal(says(call), NATURES.business);
  assert.equal(says({ ...call, dialled: "*72 1" }), NATURES.private);
  assert.equal(says({ ...call, dialled: "9-2 0701740605" }), NATURES.private);
  assert.equal(says({ ...call, dialled: "920701740605" }), null, "another notation is another code");
  for (const none of [{ dialled: null }, { direction: "in" }, { dialled: "070*71" }] as const)
    assert.equal(says({ ...call, ...none }), null);
  assert.equal(natureByCode([outside]), undefined);
});

test("hours are those of the site's clock, over the night and the clock change, and what lies outside is all else", () => {
  const says = natureByTime([outside], "Europe/Stockholm") ?? assert.fail();
  const at = (iso: string) => says({ ...call, startedAt: new Date(iso) });
  assert.equal(at("2026-06-15T08:00:00Z"), null, "ten o'clock on a Monday");
  assert.equal(at("2026-06-15T05:59:59Z"), NATURES.private);
  assert.equal(at("2026-06-15T06:00:00Z"), null, "eight sharp");
  assert.equal(at("2026-06-15T15:00:00Z"), NATURES.private, "five sharp is outside");
  assert.equal(at("2026-06-14T10:00:00Z"), NATURES.private, "a Sunday");
  assert.equal(at("2026-03-30T06:30:00Z"), null, "half past eight, the day after the clock went forward");
  assert.equal(at("2026-03-27T06:30:00Z"), NATURES.private, "half past seven, before it did");
  assert.equal(says({ ...call, direction: "internal", startedAt: new Date("2026-06-14T10:00:00Z") }), null);
  const both = natureByTime([{ ...outside, nature: "business" }, outside], "Europe/Stockholm") ?? assert.fail();
  assert.equal(both({ ...call, startedAt: new Date("2026-06-14T10:00:00Z") }), NATURES.private, "the stricter word");
});

test("a source with rules of a kind of its own has these alone, and the company's of the other kind", () => {
  const own = { kind: "code", sourceId: 7 } as const;
  const everywhere = [
    { kind: "code", sourceId: null },
    { kind: "time", sourceId: null },
  ] as const;
  assert.deepEqual(rulesOfSource([...everywhere, own], 7), [everywhere[1], own]);
  assert.deepEqual(rulesOfSource([...everywhere, own], 8), [...everywhere]);
});

test("a code that nobody knows is taken for a private call, and no code for none", () => {
  assert.deepEqual([1, 2, 3, 4, 9].map(isPrivate), [false, true, false, true, true]);
  assert.equal(isPrivate(null), false);
  assert.deepEqual(natureSeen(NATURES["private-marked"]), { is: "private", by: "hand" });
  assert.deepEqual([natureSeen(null), natureSeen(9)], [null, null]);
});
