import assert from "node:assert/strict";
import { createSecretKey } from "node:crypto";
import { test } from "node:test";
import { createFileSource } from "./file-source.ts";
import type { Folder } from "./folder.ts";
import { createTestSink } from "./sink-fixture.ts";

const LINES = Buffer.from(Array.from({ length: 200 }, (_, n) => `line ${n}\n`).join(""));

test("a copy that was half made when it was listed, and whose original was cut to nothing before it was opened, is no other file", async () => {
  const test = createTestSink();
  const first = open(test, { inode: "1", listed: LINES.length });
  await first.source.poll();
  assert.equal(test.lines().length, 200);
  await first.source.close();
  // Another collector comes in the middle of the rotation.
  const next = open(test, { inode: "2", listed: LINES.length / 2 });
  await next.source.poll();
  next.look.listed = LINES.length;
  for (let round = 0; round < 3; round++) await next.source.poll();
  assert.equal(test.lines().length, 200, "each line once");
  await next.source.close();
});

/** A source of one file, whose size the folder tells as it was when it was listed. */
function open({ sink, positions }: ReturnType<typeof createTestSink>, look: { inode: string; listed: number }) {
  const folder: Folder = {
    byName: false,
    list: async () => [
      { key: look.inode, inode: look.inode, path: `/${look.inode}.csv`, size: look.listed, modifiedMs: look.listed },
    ],
    open: async () => ({
      async read(into, offset, length, position) {
        return { bytesRead: LINES.copy(into, offset, position, Math.min(LINES.length, position + length)) };
      },
      stat: async () => ({ size: LINES.length, mtimeMs: 0 }),
      close: async () => undefined,
    }),
    close: async () => undefined,
  };
  const source = createFileSource({
    rules: { mode: "tail", restSeconds: 10 },
    framing: { kind: "line" },
    key: createSecretKey(Buffer.alloc(32, 7)),
    known: [...positions.values()],
    sink,
    folder,
  });
  return { source, look };
}
