import assert from "node:assert/strict";
import { createHmac, randomBytes } from "node:crypto";
import { test } from "node:test";
import { hasherOf } from "./hmac.ts";

test("the fast hash is HMAC-SHA-256 cut to sixteen bytes, for short, long and foreign texts", () => {
  const key = randomBytes(32);
  const fast = hasherOf(key);
  const texts = [
    "",
    "c1/+46701740605",
    "å".repeat(127),
    "å".repeat(128),
    "å".repeat(129),
    "漢字".repeat(70),
    "x".repeat(5_000),
  ];
  for (let length = 0; length < 300; length += 7) texts.push(randomBytes(length).toString("latin1"));
  for (const text of texts) {
    assert.equal(fast(text), createHmac("sha256", key).update(text).digest("hex").slice(0, 32));
  }
});

test("two keys give two hashes, and a key of another length is refused", () => {
  const [one, two] = [hasherOf(Buffer.alloc(32, 1)), hasherOf(Buffer.alloc(32, 2))];
  assert.notEqual(one("c1/+46701740605"), two("c1/+46701740605"));
  assert.throws(() => hasherOf(Buffer.alloc(31)), RangeError);
});
