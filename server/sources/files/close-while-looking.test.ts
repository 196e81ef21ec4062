import assert from "node:assert/strict";
import { createSecretKey } from "node:crypto";
import { test } from "node:test";
import { createFileSource } from "./file-source.ts";
import type { Folder, OpenFile } from "./folder.ts";
import { createTestSink } from "./sink-fixture.ts";

test("a file that a look opens while its source is closed is closed behind it", async () => {
  const held = { open: 0, ever: 0 };
  const opening = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  const bytes = Buffer.from("one\ntwo\n");
  const handle = (): OpenFile => ({
    async read(into, offset, length, position) {
      return { bytesRead: bytes.copy(into, offset, position, Math.min(bytes.length, position + length)) };
    },
    stat: async () => ({ size: bytes.length, mtimeMs: 0 }),
    close: async () => void held.open--,
  });
  const folder: Folder = {
    byName: false,
    list: async () => [{ key: "1", inode: "1", path: "/a.csv", size: bytes.length, modifiedMs: 0 }],
    async open() {
      reached.resolve();
      await opening.promise;
      held.open++;
      held.ever++;
      return handle();
    },
    close: async () => undefined,
  };
  const source = createFileSource({
    rules: { mode: "tail", restSeconds: 10 },
    framing: { kind: "line" },
    key: createSecretKey(Buffer.alloc(32, 7)),
    known: [],
    sink: createTestSink().sink,
    folder,
  });
  const looking = source.poll();
  await reached.promise;
  await source.close();
  opening.resolve();
  await looking;
  for (let tries = 0; held.open > 0 && tries < 100; tries++) await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(held, { open: 0, ever: 1 });
});
