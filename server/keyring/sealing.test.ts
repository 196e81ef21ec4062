import assert from "node:assert/strict";
import { createSecretKey, randomBytes } from "node:crypto";
import { test } from "node:test";
import { open, seal } from "./sealing.ts";

const key = createSecretKey(randomBytes(32));
const plain = Buffer.from("+46701740605");

test("every flipped bit and every cut makes a sealed value fail to open", () => {
  const sealed = seal(key, "subject/sealed/1/1/a", plain);
  assert.deepEqual(open(key, "subject/sealed/1/1/a", sealed), plain);
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const changed = Buffer.from(sealed);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    assert.throws(() => open(key, "subject/sealed/1/1/a", changed), { code: "corrupt" });
  }
  for (let length = 0; length < sealed.length; length++) {
    assert.throws(() => open(key, "subject/sealed/1/1/a", sealed.subarray(0, length)), { code: "corrupt" });
  }
});

test("a sealed value opens at its own place and under its own key only", () => {
  const sealed = seal(key, "subject/sealed/1/1/a", plain);
  for (const place of [
    "subject/sealed/1/1/b",
    "subject/sealed/1/2/a",
    "subject/sealed/2/1/a",
    "endpoint/sealed/1/1/a",
    "",
  ]) {
    assert.throws(() => open(key, place, sealed), { code: "corrupt" });
  }
  assert.throws(() => open(createSecretKey(randomBytes(32)), "subject/sealed/1/1/a", sealed), { code: "corrupt" });
});

test("no nonce is used twice, over several draws of random bytes", () => {
  const nonces = new Set(Array.from({ length: 5_000 }, () => seal(key, "", plain).toString("hex", 0, 12)));
  assert.equal(nonces.size, 5_000);
});
