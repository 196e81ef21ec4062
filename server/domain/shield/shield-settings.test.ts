import assert from "node:assert/strict";
import { test } from "node:test";
import { SHIELD_CATEGORIES } from "./categories.ts";
import { NO_SHIELD, shieldedAt, shieldSet, shieldSettings } from "./shield-settings.ts";
import { isStruck, overwrite, FILLERS } from "./strike.ts";

const AT = new Date("2026-06-15T10:00:00Z");
const since = "2026-01-01T00:00:00Z";

test("codes of categories never change: they stand in rows for years", () => {
  assert.deepEqual(SHIELD_CATEGORIES, {
    crisis: 1,
    children: 2,
    violence: 3,
    health: 4,
    dependency: 5,
    union: 6,
    "whistle-blowing": 7,
    religion: 8,
    "occupational-health": 9,
    other: 10,
  });
});

test("what is taken away is shielded up to its moment, and the company's own word goes first", () => {
  const settings = shieldSettings.parse({
    categories: [
      { category: "crisis", since, until: null },
      { category: "health", since, until: "2026-06-15T10:00:01Z" },
      { category: "union", since, until: "2026-06-15T10:00:00Z" },
    ],
    numbers: [{ id: 1, category: "whistle-blowing", number: "90101", since, until: null }],
  });
  const codes = (at: Date) => new Set(shieldedAt(settings, at, "SE").map((one) => one.code));
  assert.deepEqual([...codes(AT)].sort(), [1, 4, 7]);
  assert.deepEqual([...codes(new Date("2026-06-15T10:00:01Z"))].sort(), [1, 7]);
  assert.equal(shieldedAt(settings, AT, "SE").find((one) => one.number === "90101")?.code, 7);
  assert.deepEqual(shieldedAt(NO_SHIELD, AT, "SE"), []);
});

test("a short number means a help line only in its own country", () => {
  const shielded = shieldedAt({ categories: [{ category: "crisis", since, until: null }], numbers: [] }, AT, "DE");
  const site = (country: string) => ({ country, outsideLine: null, extensionDigits: null, internationalPrefix: null });
  assert.ok(shieldSet(shielded, site("DE")).size < shieldSet(shielded, site("SE")).size);
});

test("filler is as long as what it stands for, keeps the signs between, and is known as such", () => {
  const frame = Buffer.from('x,"+46 20-50 50 50","Åsa",7');
  for (const filler of FILLERS) {
    const struck = overwrite(
      frame,
      [
        { start: 3, end: 18 },
        { start: 21, end: 25 },
      ],
      filler,
    );
    assert.equal(struck.length, frame.length);
    assert.doesNotMatch(struck.toString("latin1"), /[1-6]|sa/);
    assert.ok(struck.toString("latin1").endsWith('",7'));
  }
  for (const text of ["000000", "+00 00-00", "xxxxx", "***"]) assert.ok(isStruck(text), text);
  for (const text of ["0701740605", "2041", "", "Anna"]) assert.ok(!isStruck(text), text);
});
