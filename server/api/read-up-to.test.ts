import assert from "node:assert/strict";
import { test } from "node:test";
import { readUpTo } from "./read-up-to.ts";

const body = (text: string) => new Blob([text]).stream();

test("a body is read whole up to the limit and not at all beyond it, whatever its header said", async () => {
  assert.equal(String(await readUpTo(body("x".repeat(100)), 100)), "x".repeat(100));
  assert.equal(await readUpTo(body("x".repeat(101)), 100), null);
  assert.equal(String(await readUpTo(null, 100)), "");
});

test("a body without end is left after the limit", async () => {
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      sent += 1000;
      controller.enqueue(new Uint8Array(1000));
    },
  });
  assert.equal(await readUpTo(endless, 5000), null);
  assert.ok(sent < 20_000);
});
