import assert from "node:assert/strict";
import { test } from "node:test";
import { plantedCanaries } from "./canaries.ts";
import { Finder } from "./finder.ts";

test("a thousand different canaries are planted, and each is found in every form it may take", () => {
  const canaries = plantedCanaries(1_000);
  assert.equal(new Set(canaries.map((one) => one.needle)).size, 1_000);
  const finder = new Finder(canaries);
  for (const { text, needle } of canaries) {
    assert.deepEqual([...finder.inText(`before ${text}, after`)], [needle], text);
    assert.deepEqual([...finder.inText(`{"x":"${text}"}`)], [needle]);
    assert.deepEqual([...finder.inBytes(Buffer.from(`x\t\\x${Buffer.from(text).toString("hex")}\n`))], [needle]);
    assert.deepEqual(
      [...finder.inBytes(Buffer.from(` ${text} `, "utf16le"))].includes(needle) || /[^ -~]/.test(text),
      true,
      text,
    );
  }
});

test("ids, moments and figures are no canaries", () => {
  const finder = new Finder(plantedCanaries(1_000));
  const text = `{"at":"2026-11-22T04:05:06.789Z","id":"0190b7a2-5c1e-4123-9abc-0123456789ab","when":1795322041545,"bytes":123456789}`;
  assert.deepEqual([...finder.inText(text)], []);
});
