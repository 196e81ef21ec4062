import assert from "node:assert/strict";
import { test } from "node:test";
import { readAt } from "./deliveries.ts";
import { FileRefused, type OpenFile } from "./folder.ts";
import { withHead } from "./head-cache.ts";

const linesOf = (name: string, count: number) =>
  Buffer.from(Array.from({ length: count }, (_, n) => `${name} ${n}\n`).join(""));

/** A file whose content is another one from the second question on. */
function opened(first: Buffer, then: Buffer): OpenFile {
  let content = first;
  return withHead({
    async read(into, offset, length, position) {
      const bytesRead = content.copy(into, offset, position, position + length);
      content = then;
      return { bytesRead };
    },
    stat: async () => ({ size: content.length, mtimeMs: 0 }),
    close: async () => undefined,
  });
}

for (const count of [10, 10_000])
  test(`of a file of ${count} lines that goes on after its beginning was read, all is read`, async () => {
    const all = linesOf("first", 20_000);
    const file = opened(all.subarray(0, linesOf("first", count).length), all);
    await readAt(file, 0, 10);
    assert.deepEqual(await readAt(file, 0, all.length), all);
  });

for (const count of [10, 10_000])
  test(`of a file of ${count} lines that is begun anew after its beginning was read, nothing is read on`, async () => {
    const file = opened(linesOf("first", count), linesOf("other", 20_000));
    await readAt(file, 0, 10);
    await assert.rejects(readAt(file, 0, 400_000), FileRefused);
  });
