import assert from "node:assert/strict";
import { test } from "node:test";
import { createShelf } from "./shelf.ts";
import { createRefusals } from "./refusals.ts";
import { Upload } from "./upload.ts";
import { createKnownFiles } from "./known-files.ts";
import { createUploadSink, KEY, LINES } from "./upload-fixture.ts";

const HOUR = 3_600_000;

test("what is refused again, a day later too, is a problem of the source for an hour; once is only counted", () => {
  let now = 0;
  const refusals = createRefusals(() => now);
  refusals.count("compressed");
  assert.equal(refusals.problem(), null);
  now += 24 * HOUR;
  refusals.count("too-large");
  assert.equal(refusals.problem(), null, "two different ones are no repetition");
  refusals.count("compressed");
  assert.equal(refusals.problem(), "files-compressed");
  now += 30 * 60_000;
  refusals.count("too-large");
  assert.equal(refusals.problem(), "file-too-large", "the newest is told");
  now += 50 * 60_000;
  assert.equal(refusals.problem(), "file-too-large");
  now += HOUR;
  assert.equal(refusals.problem(), null);
  now += 27 * HOUR;
  refusals.count("compressed");
  assert.equal(refusals.problem(), null, "after more than a day it is the first once more");
  assert.deepEqual(refusals.figures(), { "refused-compressed": 3, "refused-too-large": 2 });
});

test("what only warns hides no refusal that keeps calls away, however new it is", () => {
  let now = 0;
  const refusals = createRefusals(() => now++);
  for (let n = 0; n < 2; n++) refusals.count("at-once");
  assert.equal(refusals.problem(), "too-many-at-once");
  for (const why of ["compressed", "compressed", "at-once"] as const) refusals.count(why);
  assert.equal(refusals.problem(), "files-compressed");
});

test("however often a peer tries, the log is told once a round and reason, and nothing where nothing was", () => {
  const told: unknown[] = [];
  const sink = { deliver: async () => undefined, note: (...note: unknown[]) => void told.push(note) };
  const refusals = createRefusals();
  for (let n = 0; n < 1_000; n++) refusals.count("compressed");
  refusals.count("place");
  refusals.tell(sink);
  refusals.tell(sink);
  assert.deepEqual(told, [
    ["refused", 1_000, "files-compressed"],
    ["refused", 1, "files-rewritten"],
  ]);
});

test("the shelf tells what it gave up, by its age and by its number", async () => {
  let now = 0;
  const shelf = createShelf(() => now);
  const context = { sink: createUploadSink().sink, framing: LINES, key: KEY, maximumBytes: 1_000 };
  const upload = () => new Upload({ ...context, known: createKnownFiles([]) });
  for (let n = 0; n < 66; n++) shelf.put(`/${n}.tmp`, upload(), "named");
  assert.deepEqual(shelf.expire(), ["named", "named"]);
  shelf.put("/cut", upload(), "cut");
  assert.deepEqual(shelf.expire(), ["named"]);
  now += HOUR + 1;
  const given = shelf.expire();
  assert.deepEqual([given.length, given.filter((why) => why === "cut").length, shelf.size()], [64, 1, 0]);
  assert.deepEqual(shelf.expire(), []);
});
