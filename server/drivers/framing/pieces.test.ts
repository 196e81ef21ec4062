import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "../../domain/seeded-random.ts";
import type { Framing } from "../driver.ts";
import { createFramer } from "../framing.ts";
import { KINDS, plain } from "./kinds-fixture.ts";
import { framesOf } from "../testing/frames-of.ts";

for (const [name, { framing, records, signs, open }] of Object.entries(KINDS)) {
  test(`${name}: whatever stands where, frames are the same byte by byte, in any pieces and at once`, () => {
    const random = seededRandom(7);
    for (let round = 0; round < 100; round++) {
      const all = [...signs, ...records.map((record) => record.toString("latin1"))];
      // Of few signs: those that hang together come together.
      const some = Array.from({ length: 1 + Math.floor(random() * 8) }, () => all[Math.floor(random() * all.length)]);
      const text = Array.from({ length: 80 }, () => some[Math.floor(random() * some.length)]).join("");
      const [begun = "", on = ""] = open[Math.floor(random() * open.length)] ?? [];
      // Some are longer than a frame may be.
      const long = round % 50 === 0 ? begun + on.repeat(70_000 / on.length) : "";
      for (const each of inCharsets(framing)) {
        const file = bytesOf(each, text + long + text);
        const whole = plain(framesOf(each, file));
        for (const most of [1, 20, 9_000]) {
          const pieces = () => 1 + Math.floor(random() * most);
          assert.deepEqual(plain(framesOf(each, file, pieces)), whole, JSON.stringify(text));
        }
      }
    }
  });

  test(`${name}: a byte costs the same whether much is held before it or little`, () => {
    for (const [begun, on] of open) {
      for (const each of inCharsets(framing)) {
        // The machine may be busy with something else: the best of some.
        const best = (before: number) =>
          Math.min(...Array.from({ length: 9 }, () => costBehind(each, begun + on.repeat(before / on.length), on)));
        const grown = best(60_000) / best(1_000);
        assert.ok(grown < 5, `${each.kind} ${JSON.stringify(begun + on)}: ${grown.toFixed(1)} times as much`);
      }
    }
  });
}

/** Milliseconds for four thousand bytes that come one by one behind those that are held. */
function costBehind(framing: Framing, held: string, on: string): number {
  const framer = createFramer(framing);
  framer.push(bytesOf(framing, held));
  const more = bytesOf(framing, on.repeat(4_000 / on.length));
  const begun = performance.now();
  for (let at = 0; at < more.length; at++) framer.push(more.subarray(at, at + 1));
  return performance.now() - begun;
}

function inCharsets(framing: Framing): Framing[] {
  const isText = ["line", "lines", "json", "xml", "sql"].includes(framing.kind);
  return isText ? [framing, { kind: "utf-16le", of: framing }] : [framing];
}

function bytesOf(framing: Framing, text: string): Buffer {
  return Buffer.from(text, framing.kind === "utf-16le" ? "utf16le" : "latin1");
}
