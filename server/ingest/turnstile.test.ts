import assert from "node:assert/strict";
import { test } from "node:test";
import { Turnstile } from "./turnstile.ts";

test("never more than its places are inside, and everybody gets in, in order", async () => {
  const turnstile = new Turnstile(3);
  const order: number[] = [];
  let inside = 0;
  let most = 0;
  const visit = async (who: number) => {
    await turnstile.enter();
    order.push(who);
    most = Math.max(most, ++inside);
    await new Promise((go) => setImmediate(go));
    inside--;
    turnstile.leave();
  };
  await Promise.all(Array.from({ length: 20 }, (_, who) => visit(who)));
  assert.equal(most, 3);
  assert.deepEqual(
    order,
    Array.from({ length: 20 }, (_, who) => who),
  );
});
