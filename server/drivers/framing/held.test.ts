import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "../../domain/seeded-random.ts";
import { touchedBytes } from "../testing/touched-bytes.ts";
import { Held } from "./held.ts";

test("what is held is what came and was not given away, whatever the pieces, and what was given away is not written over", () => {
  const random = seededRandom(4);
  for (let round = 0; round < 50; round++) {
    const held = new Held();
    const given: { readonly bytes: Buffer; readonly at: number }[] = [];
    const all = Buffer.from(Array.from({ length: 4_000 }, () => Math.floor(random() * 256)));
    let from = 0;
    for (let to = 0; to < all.length; ) {
      const chunk = Buffer.from(all.subarray(to, to + 1 + Math.floor(random() * (round * 20 + 1))));
      to += chunk.length;
      const joined = held.join(chunk);
      assert.deepEqual(joined, all.subarray(from, to));
      const first = random() < 0.7 ? 0 : Math.floor(random() * (joined.length + 1));
      given.push({ bytes: joined.subarray(0, first), at: from });
      held.keep(joined, first);
      from += first;
      assert.deepEqual([held.length, held.bytes], [to - from, all.subarray(from, to)]);
    }
    for (const { bytes, at } of given) assert.deepEqual(bytes, all.subarray(at, at + bytes.length));
    held.clear();
    assert.equal(held.length, 0);
  }
});

test("what is held keeps nothing of the chunk it came in, which may be used again", () => {
  const held = new Held();
  const chunk = Buffer.from("abc");
  held.keep(held.join(chunk), 1);
  chunk.fill("z");
  assert.equal(held.bytes.toString(), "bc");
});

test("byte by byte each byte is copied a few times, while it is held and while as much is given away as comes", (t) => {
  const touched = touchedBytes(t);
  const held = new Held();
  const byte = Buffer.from("x");
  const bytes = 60_000;
  for (let at = 0; at < bytes; at++) held.keep(held.join(byte), 0);
  for (let at = 0; at < bytes; at++) held.keep(held.join(byte), 1);
  assert.equal(held.length, bytes);
  assert.ok(touched.copied < 8 * bytes, `${touched.copied} bytes were copied`);
});

test("of a large chunk of which little stays little memory stays", () => {
  const held = new Held();
  const large = Buffer.alloc(1 << 20);
  held.keep(held.join(large), large.length - 10);
  assert.ok(held.bytes.buffer.byteLength < 1 << 17);
  held.keep(held.join(large), large.length - 10);
  assert.ok(held.bytes.buffer.byteLength < 1 << 17);
});
