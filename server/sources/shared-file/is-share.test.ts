import assert from "node:assert/strict";
import { createSecretKey } from "node:crypto";
import { appendFile, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { createTestSink } from "../files/sink-fixture.ts";
import { isShare } from "./is-share.ts";
import { sharedFileSettings } from "./settings.ts";
import { createSharedFileSource } from "./shared-file.ts";

test("a disk of the machine is no share", async () => {
  assert.equal(await isShare(tmpdir()), false);
  await assert.rejects(isShare(join(tmpdir(), "not-there")));
});

test("where only names tell files apart nothing stays open, and rotated files are read on and once", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "gallra-share-"));
  const { sink, lines, positions } = createTestSink();
  const open = (byName: boolean) =>
    createSharedFileSource({
      settings: sharedFileSettings.parse({ path: folder, restSeconds: 0.1, pattern: "cdr.csv*" }),
      framing: { kind: "line" },
      roots: () => [folder],
      byName: async () => byName,
      key: createSecretKey(Buffer.alloc(32, 7)),
      known: [...positions.values()],
      sink,
    });
  let source = open(true);
  t.after(async () => {
    await source.close();
    await rm(folder, { recursive: true, force: true });
  });
  const settle = async () => {
    for (let round = 0; round < 200; round++) {
      if ((await source.poll()).settled && round > 0) return;
      await wait(20);
    }
  };
  const at = (name: string) => join(folder, name);
  const sent: string[] = [];
  const calls = (count: number) => {
    const more = Array.from({ length: count }, (_, n) => `call ${sent.length + n}`);
    sent.push(...more);
    return `${more.join("\n")}\n`;
  };
  await writeFile(at("cdr.csv"), calls(100));
  await settle();
  assert.deepEqual([lines(), source.live?.().open], [sent, 0]);

  await appendFile(at("cdr.csv"), calls(10));
  await rename(at("cdr.csv"), at("cdr.csv.1"));
  await writeFile(at("cdr.csv"), calls(500));
  await settle();
  assert.deepEqual([lines().toSorted(), source.live?.().open], [sent.toSorted(), 0]);

  // A mount that is exchanged for another kind, while nobody reads.
  await source.close();
  source = open(false);
  await appendFile(at("cdr.csv"), calls(5));
  await settle();
  await source.close();
  source = open(true);
  await appendFile(at("cdr.csv"), calls(5));
  await settle();
  assert.deepEqual(lines().toSorted(), sent.toSorted());
});
