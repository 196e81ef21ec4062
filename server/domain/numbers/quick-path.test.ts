import assert from "node:assert/strict";
import { test } from "node:test";
import { planOf } from "./plan.ts";
import { quickReader } from "./quick-path.ts";
import type { NumberSite } from "./site.ts";
import { readSlowly } from "./slow-path.ts";

const COUNTRIES = ["SE", "NO", "DK", "FI", "DE", "GB", "FR", "IT", "US", "RU", "AU", "NL", "PL", "BR", "AR", "MX"];

/** A small generator with a seed, so that a failure can be repeated. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test("the quick path answers exactly as the slow one, whatever the site's settings", () => {
  const next = random(20260601);
  const answered: Record<string, number> = {};
  for (const country of COUNTRIES) {
    const plan = planOf(country);
    for (const outsideLine of [null, "0", "9", "00"]) {
      for (const extensionDigits of [null, 4, 10]) {
        const site: NumberSite = {
          country,
          outsideLine,
          extensionDigits,
          internationalPrefix: next(4) === 0 ? "00" : null,
        };
        const quick = quickReader(site, plan);
        for (let i = 0; i < 400; i++) {
          const heads = [
            `+${plan.callingCode}`,
            plan.trunkPrefix,
            `${plan.trunkPrefix}70`,
            "00",
            "0",
            "9",
            `+${plan.callingCode}8`,
            "",
          ];
          let text = heads[next(heads.length)] ?? "";
          for (let digits = 4 + next(8); digits > 0; digits--) text += String(next(10));
          const read = quick(text);
          if (read === null) continue;
          answered[country] = (answered[country] ?? 0) + 1;
          assert.deepEqual(read, readSlowly(text, site, plan), `${text} ${JSON.stringify(site)}`);
        }
      }
    }
  }
  assert.ok((answered.SE ?? 0) > 300, `quick path took ${answered.SE} of 4800 Swedish texts`);
});

test("plain Swedish numbers take the quick path", () => {
  const site = { country: "SE", outsideLine: "0", extensionDigits: 4, internationalPrefix: null };
  const quick = quickReader(site, planOf("SE"));
  for (const text of ["0701740605", "+46701740605", "084650040", "0313900612", "0980319212"]) {
    assert.notEqual(quick(text), null, text);
  }
});
