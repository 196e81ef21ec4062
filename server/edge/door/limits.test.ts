import assert from "node:assert/strict";
import { test } from "node:test";
import { Places, Proved } from "./limits.ts";

test("edges of one company that send slowly leave half of the places to the others, and give theirs back", async () => {
  const places = new Places(4, 2);
  const slow = Promise.withResolvers<void>();
  const first = [1, 2].map(() => places.within(() => slow.promise, 5));
  await assert.rejects(
    places.within(async () => undefined, 5),
    { refusal: "busy" },
  );
  assert.equal(await places.within(async () => "heard", 6), "heard");
  const second = [1, 2].map(() => places.within(() => slow.promise, 6));
  await assert.rejects(
    places.within(async () => undefined, 7),
    { refusal: "busy" },
  );
  slow.resolve();
  await Promise.all([...first, ...second]);
  assert.equal(await places.within(async () => "heard", 5), "heard");
});

test("of very many edges that have proved themselves the last ones are known", () => {
  const proved = new Proved();
  for (let n = 0; n < 10_001; n++) proved.add(5, `edge ${n}`);
  const known = ["edge 0", "edge 1", "edge 10000"].map((edge) => proved.has(5, edge));
  assert.deepEqual(known, [false, true, true]);
  assert.equal(proved.has(6, "edge 1"), false, "of its own company alone");
});
