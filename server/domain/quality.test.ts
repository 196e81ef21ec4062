import assert from "node:assert/strict";
import { test } from "node:test";
import { CODECS, codecNamed, lossPermille, measured, qualityOf, worstQuality } from "./quality.ts";

test("a codec is known by whatever name a system has for it, and another word is none", () => {
  for (const [written, codec] of [
    ["PCMA", "G.711 A-law"],
    ["G.711 u-la", "G.711 µ-law"],
    ["g711Alaw64k", "G.711 A-law"],
    ["G.729b", "G.729"],
    ["G722", "G.722"],
    ["G7221", "G.722.1"],
    ["opus", "Opus"],
    ["AMR-WB", "AMR-WB"],
    ["telephone-event", null],
    ["", null],
  ] as const)
    assert.equal(codecNamed(written), codec, written);
  assert.equal(new Set(Object.values(CODECS)).size, Object.keys(CODECS).length, "each code once");
});

test("what lies out of its scale was not measured, and where nothing was there is no quality", () => {
  assert.equal(qualityOf({ mosHundredths: 0, jitterMs: -1, latencyMs: 40_000, lossPermille: 1_001 }), null);
  assert.deepEqual(qualityOf({ mosHundredths: 437.2, jitterMs: 0 }), {
    mosHundredths: 437,
    jitterMs: 0,
    latencyMs: null,
    lossPermille: null,
    codec: null,
  });
  for (const text of ["", "-1", "n/a", "4,5", "1e3"]) assert.equal(measured(text), null, text);
  assert.equal(measured("4.50"), 4.5);
  assert.equal(lossPermille(1, 999), 1);
  assert.equal(lossPermille(0, 0), null, "nothing came, and nothing was missed");
});

test("of several that measured one call the worst of each counts, and what nobody told stays untold", () => {
  const a = qualityOf({ mosHundredths: 450, jitterMs: 3, codec: "Opus" });
  const b = qualityOf({ mosHundredths: 320, latencyMs: 80, codec: "G.729" });
  assert.deepEqual(worstQuality([undefined, a, null, b]), {
    mosHundredths: 320,
    jitterMs: 3,
    latencyMs: 80,
    lossPermille: null,
    codec: "Opus",
  });
  assert.equal(worstQuality([null, undefined]), null);
});
