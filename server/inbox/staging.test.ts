import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, readdir, rename, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { JWK } from "jose";
import { listSegments, type NewSegment, openStaging, removeOldStaged, settleUnfinished } from "./index.ts";

const OWNER = { companyId: 1, sourceId: 2 };

test("staged segments are no segments of the inbox before all of them are", async (t) => {
  const { dir, add } = await desk(t);
  const staging = openStaging(dir, OWNER);
  for (const from of [0, 10, 20]) await add(staging, from);
  assert.deepEqual(await listSegments(dir), []);
  await staging.publish();
  assert.deepEqual(
    (await listSegments(dir)).map(({ from }) => from),
    [0, 10, 20],
  );
  assert.deepEqual(await readdir(join(dir, "staged")), []);
});

test("a process that ends at any step of publishing leaves all of it or nothing, and what was dropped leaves nothing", async (t) => {
  for (const step of ["before", "decided", "half"] as const) {
    const { dir, add } = await desk(t);
    const staging = openStaging(dir, OWNER);
    for (const from of [0, 10, 20]) await add(staging, from);
    const [name = ""] = await readdir(join(dir, "staged"));
    const open = join(dir, "staged", name);
    const ready = open.replace(/open$/, "ready");
    if (step !== "before") await rename(open, ready);
    const [segment = ""] = step === "half" ? await readdir(ready) : [];
    if (step === "half") await rename(join(ready, segment), join(dir, segment));
    // Another source's is not touched.
    await settleUnfinished(dir, { ...OWNER, sourceId: 22 });
    assert.equal((await readdir(join(dir, "staged"))).length, 1);
    await settleUnfinished(dir, OWNER);
    await settleUnfinished(dir, OWNER);
    assert.equal((await listSegments(dir)).length, step === "before" ? 0 : 3);
    assert.deepEqual(await readdir(join(dir, "staged")), []);
  }
  const { dir, add } = await desk(t);
  const dropped = openStaging(dir, OWNER);
  await add(dropped, 0);
  await dropped.drop();
  assert.deepEqual([await listSegments(dir), await readdir(join(dir, "staged"))], [[], []]);
});

test("what another collector has tidied up is not published, neither are its later pieces", async (t) => {
  const { dir, add } = await desk(t);
  const staging = openStaging(dir, OWNER);
  await add(staging, 0);
  await settleUnfinished(dir, OWNER);
  await add(staging, 10);
  await assert.rejects(staging.publish(), { code: "unavailable" });
  assert.deepEqual(await listSegments(dir), []);
  const [name = ""] = await readdir(join(dir, "staged"));
  const past = new Date(Date.now() - 3 * 86_400_000);
  await utimes(join(dir, "staged", name), past, past);
  assert.equal(await removeOldStaged(dir), 1);
});

test("what is published in the moment another one takes the source is there when it looks, all of it or nothing, and nothing comes later", async (t) => {
  for (let ahead = 0; ahead < 16; ahead++) {
    const { dir, add } = await desk(t);
    const staging = openStaging(dir, OWNER);
    for (let from = 0; from < 80; from += 10) await add(staging, from);
    const count = async () => (await listSegments(dir)).length;
    const settled = settleUnfinished(dir, OWNER).then(count);
    for (let turn = 0; turn < ahead; turn++) await new Promise(setImmediate);
    const published = await staging.publish().then(
      () => true,
      () => false,
    );
    assert.deepEqual([await settled, await count()], published ? [8, 8] : [0, 0], `${ahead} turns ahead`);
  }
});

async function desk(t: TestContext) {
  const dir = await mkdtemp(join(tmpdir(), "gallra-staged-"));
  t.after(() => rm(dir, { recursive: true, force: true }));
  const { publicKey } = generateKeyPairSync("x25519");
  const key = { kid: "day-1", publicJwk: publicKey.export({ format: "jwk" }) as JWK };
  const add = async (staging: ReturnType<typeof openStaging>, from: number) => {
    const header: NewSegment = {
      ...{ ...OWNER, deliveryId: "0b0e7f3c-1111-4222-8333-444455556666", from, to: from + 10, end: false },
      ...{ receivedAt: "2026-06-01T08:00:00.000Z", sessionId: null, fencing: 1, identity: null },
    };
    await staging.add(header, [{ bytes: Buffer.from("some line"), start: from, end: from + 10 }], key);
  };
  return { dir, add };
}

test("what waits to be whole leaves the last of the disk to what is promised", async (t) => {
  const { dir, add } = await desk(t);
  const gigabyte = 1_073_741_824;
  const on = (free: number, all: number) => openStaging(dir, OWNER, async () => ({ free, all }));
  for (const staging of [on(200_000_000, 100 * gigabyte), on(90_000, 1_000_000)])
    await assert.rejects(add(staging, 0), { code: "unavailable", retry: true });
  assert.deepEqual(await readdir(dir), []);
  for (const staging of [on(300_000_000, 100 * gigabyte), on(110_000, 1_000_000)]) await add(staging, 0);
  assert.equal((await readdir(join(dir, "staged"))).length, 2);
});
