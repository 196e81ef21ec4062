import assert from "node:assert/strict";
import { test } from "node:test";
import { type KeyPress, keyReader } from "./keys.ts";

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  repeat: false,
  typing: false,
  ...more,
});

test("g and a letter go to a page, within a moment and in that order alone", () => {
  const read = keyReader(() => true);
  assert.equal(read(press("d"), 0), null);
  assert.equal(read(press("g"), 0), null);
  assert.deepEqual(read(press("d"), 500), { kind: "go", path: "/data" });
  assert.equal(read(press("d"), 600), null);
  read(press("g"), 1_000);
  assert.equal(read(press("r"), 5_000), null);
  assert.deepEqual(read(press("?"), 5_100), { kind: "sheet" });
});

test("no key is taken from somebody who types, composes, holds a modifier, or wants none", () => {
  const read = keyReader(() => true);
  for (const more of [{ typing: true }, { isComposing: true }, { altKey: true }, { ctrlKey: true }, { repeat: true }]) {
    assert.equal(read(press("?", more), 0), null);
    read(press("g", more), 0);
    assert.equal(read(press("d"), 1), null);
  }
  assert.equal(keyReader(() => false)(press("?"), 0), null);
});

test("the palette opens from anywhere, also while typing and without single keys", () => {
  const read = keyReader(() => false);
  assert.deepEqual(read(press("k", { ctrlKey: true, typing: true }), 0), { kind: "palette" });
  assert.deepEqual(read(press("K", { metaKey: true }), 0), { kind: "palette" });
});
