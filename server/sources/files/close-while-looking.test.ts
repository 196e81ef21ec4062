import assert from "node:assert/strict";
import { createSecretKey } from "node:crypto";
import { test } from "node:test";
import { createFileSource } from "./file-source.ts";
import type { Folder, OpenFile } from "./folder.ts";
import { createTestSink } from "./sink-fixture.ts";

const BYTES = Buffer.from("one\ntwo\n");

for (const when of ["once its source is closed", "while its source closes another"])
  test(`a file that a look opens ${when} is closed behind it`, async () => {
    const held = { open: 0, ever: 0 };
    const opening = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const closing = Promise.withResolvers<void>();
    const handle = (): OpenFile => ({
      async read(into, offset, length, position) {
        return { bytesRead: BYTES.copy(into, offset, position, Math.min(BYTES.length, position + length)) };
      },
      stat: async () => ({ size: BYTES.length, mtimeMs: 0 }),
      async close() {
        await closing.promise;
        held.open--;
      },
    });
    const source = openSource({
      byName: false,
      list: async () =>
        ["1", "2"].map((key, at) => ({ key, inode: key, path: `/${key}.csv`, size: BYTES.length, modifiedMs: at })),
      async open({ path }) {
        if (path === "/2.csv") {
          reached.resolve();
          await opening.promise;
        }
        held.open++;
        held.ever++;
        return handle();
      },
      close: async () => undefined,
    });
    const looking = source.poll();
    await reached.promise;
    const closed = source.close();
    if (when === "once its source is closed") {
      closing.resolve();
      await closed;
    }
    opening.resolve();
    await looking;
    closing.resolve();
    await closed;
    for (let tries = 0; held.open > 0 && tries < 100; tries++) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(held, { open: 0, ever: 2 });
  });

function openSource(folder: Folder) {
  return createFileSource({
    rules: { mode: "tail", restSeconds: 10 },
    framing: { kind: "line" },
    key: createSecretKey(Buffer.alloc(32, 7)),
    known: [],
    sink: createTestSink().sink,
    folder,
  });
}
