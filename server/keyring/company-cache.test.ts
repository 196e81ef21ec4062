import assert from "node:assert/strict";
import { test } from "node:test";
import { cacheOf, forgetCaches, remember, trimSubjects } from "./company-cache.ts";
import type { Keyring } from "./keyring.ts";

function emptyKeyring(): Keyring {
  return { companies: new Map() } as unknown as Keyring;
}

test("remembered subjects stay within the bound, and the company used last keeps its own", () => {
  const k = emptyKeyring();
  const id = Buffer.alloc(16);
  for (const company of [1, 2, 3]) {
    for (let n = 0; n < 90_000; n++)
      cacheOf(k, company).subjects.set(`1/${n}`, { subjectId: id, erased: false, liveUntil: "2026-10-14" });
  }
  trimSubjects(k);
  assert.deepEqual(
    [1, 2, 3].map((company) => k.companies.get(company)?.subjects.size),
    [20_000, 90_000, 90_000],
  );
});

test("not more than 64 companies are remembered, the one used longest ago is forgotten", () => {
  const k = emptyKeyring();
  for (let company = 1; company <= 64; company++) cacheOf(k, company);
  cacheOf(k, 1);
  cacheOf(k, 65);
  assert.deepEqual([k.companies.size, k.companies.has(1), k.companies.has(2)], [64, true, false]);
});

test("forgetting a company forgets its subjects, watermarks and slices by spec", () => {
  const k = emptyKeyring();
  const cache = cacheOf(k, 1);
  cache.subjects.set("1/+46701740605", { subjectId: Buffer.alloc(16), erased: false, liveUntil: "2026-10-14" });
  cache.watermarks = new Map();
  forgetCaches(k, 1);
  assert.deepEqual(
    [cacheOf(k, 1).subjects.size, cacheOf(k, 1).watermarks, cacheOf(k, 1).slicesBySpec.size],
    [0, undefined, 0],
  );
});

test("a bounded map drops its oldest entry, and not when a known key is set again", () => {
  const map = new Map([
    ["a", 1],
    ["b", 2],
  ]);
  remember(map, "b", 3, 2);
  assert.deepEqual(
    [...map],
    [
      ["a", 1],
      ["b", 3],
    ],
  );
  remember(map, "c", 4, 2);
  assert.deepEqual(
    [...map],
    [
      ["b", 3],
      ["c", 4],
    ],
  );
});
