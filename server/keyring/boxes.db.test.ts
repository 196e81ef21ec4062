import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { test } from "node:test";
import { type Box, destroyBox, makeBox, openBox } from "./index.ts";
import { openTestKeyring } from "./test-keyring.ts";

const until = new Date("2026-06-17T10:00:00Z");

async function sealed(box: Box, plain: Buffer): Promise<Buffer> {
  return await buffer(Readable.from([plain]).pipe(box.sealer()));
}

/** Fed in odd pieces, so that no border of a chunk falls together with one of the stream. */
async function opened(box: Box, file: Buffer): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (let at = 0; at < file.length; at += 9_973) pieces.push(file.subarray(at, at + 9_973));
  const opener = box.opener();
  const done = buffer(opener);
  const source = Readable.from(pieces);
  source.pipe(opener);
  return await done;
}

test("a file of any length comes out as it went in", async (t) => {
  const { k } = await openTestKeyring(t);
  for (const length of [0, 1, 65_535, 65_536, 65_537, 131_072, 300_001]) {
    const box = await makeBox(k, 1, randomUUID(), until);
    const plain = randomBytes(length);
    assert.deepEqual(await opened(await openBox(k, 1, box.id), await sealed(box, plain)), plain, `${length} bytes`);
  }
});

test("a file that was changed, cut at any chunk, lengthened or re-ordered does not open", async (t) => {
  const { k } = await openTestKeyring(t);
  const box = await makeBox(k, 1, randomUUID(), until);
  const file = await sealed(box, randomBytes(65_536 * 3));
  const chunk = 65_536 + 16;
  const [a, b] = [file.subarray(7, 7 + chunk), file.subarray(7 + chunk, 7 + 2 * chunk)];
  const attempts: [string, Buffer][] = [
    ["swapped chunks", Buffer.concat([file.subarray(0, 7), b, a, file.subarray(7 + 2 * chunk)])],
    ["first chunk twice", Buffer.concat([file.subarray(0, 7), a, a, file.subarray(7 + chunk)])],
    ["last chunk missing", file.subarray(0, 7 + 2 * chunk)],
    ["first chunk missing", Buffer.concat([file.subarray(0, 7), file.subarray(7 + chunk)])],
    ["one byte missing", file.subarray(0, -1)],
    ["one byte more", Buffer.concat([file, Buffer.alloc(1)])],
    ["nothing", Buffer.alloc(0)],
    ["the prefix alone", file.subarray(0, 7)],
  ];
  for (let at = 0; at < file.length; at += 20_011) {
    const changed = Buffer.from(file);
    changed[at] = (changed[at] ?? 0) ^ 4;
    attempts.push([`bit at ${at}`, changed]);
  }
  for (const [what, changed] of attempts) await assert.rejects(opened(box, changed), { code: "corrupt" }, what);
  assert.equal((await opened(box, file)).length, 65_536 * 3);
});

test("a box opens for its company, until its end, and never after its key was destroyed", async (t) => {
  const { k, time } = await openTestKeyring(t, [1, 2]);
  const box = await makeBox(k, 1, randomUUID(), until);
  const file = await sealed(box, Buffer.from("rows"));
  await assert.rejects(openBox(k, 2, box.id), { code: "expired" });
  await assert.rejects(opened(await makeBox(k, 2, box.id, until), file), { code: "corrupt" });
  await assert.rejects(makeBox(k, 1, box.id, until), { code: "conflict" });
  time.now = new Date(until.getTime() - 1);
  assert.equal((await opened(await openBox(k, 1, box.id), file)).toString(), "rows");
  time.now = until;
  await assert.rejects(openBox(k, 1, box.id), { code: "expired" });
  time.now = new Date("2026-06-15T10:00:00Z");
  assert.equal(await destroyBox(k, 1, box.id), true);
  assert.equal(await destroyBox(k, 1, box.id), false);
  await assert.rejects(openBox(k, 1, box.id), { code: "expired" });
});
