import assert from "node:assert/strict";
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { JWK } from "jose";
import { AppError } from "../domain/app-error.ts";
import {
  headerOf,
  InboxView,
  listSegments,
  type NewSegment,
  openSegment,
  type PlacedFrame,
  peekSegment,
  removeLeftovers,
  removeSegment,
  SegmentDamaged,
  settleUnfinished,
  writeSegment,
  writtenAt,
} from "./index.ts";
import { packFrames } from "./segment-body.ts";
import { sealSegment } from "./segment-seal.ts";

const DELIVERY = "0b0e7f3c-1111-4222-8333-444455556666";
const OTHER = "0b0e7f3c-1111-4222-8333-444455557777";

test("a segment opens to the same frames at the same places, with nothing readable in the file", async (t) => {
  const { dir, key, open } = await inbox(t);
  const frames = framesOf(["070-1740605 ringde 08-465 004 11\r", "", "åäö"], 4_500_000_000);
  const ref = await writeSegment(dir, segment({ from: 4_500_000_000, to: frames.at(-1)?.end ?? 0 }), frames, key);
  const opened = await openSegment(ref, open);
  assert.deepEqual(
    opened.frames.map((frame) => [frame.bytes.toString(), frame.position, frame.end]),
    frames.map((frame) => [Buffer.from(frame.bytes).toString(), frame.start, frame.end]),
  );
  assert.equal(opened.header.frames, 3);
  assert.equal(opened.header.kid, "day-1");
  assert.deepEqual(opened.header.identity, { inode: "7" });
  const file = await readFile(ref.path, "latin1");
  assert.ok(!file.includes("1740605") && !file.includes("465 004"));
  assert.deepEqual(await peekSegment(ref), opened.header);
});

test("a bit flipped anywhere in a segment makes it fail to open", async (t) => {
  const { dir, key, open } = await inbox(t);
  const ref = await writeSegment(dir, segment({}), framesOf(["070-1740605"]), key);
  const whole = await readFile(ref.path);
  for (let at = 0; at < whole.length; at++) {
    const bent = Buffer.from(whole);
    bent[at] = (bent[at] ?? 0) ^ (1 << (at % 8));
    await writeFile(ref.path, bent);
    await assert.rejects(openSegment(ref, open), corrupt, `bit in byte ${at}`);
  }
});

test("a segment that would unpack to more than anybody writes is refused by its header, and never written", async (t) => {
  const { dir, key, open } = await inbox(t);
  const ref = await writeSegment(dir, segment({}), framesOf(["ab"]), key);
  const header = await peekSegment(ref);
  const bomb: PlacedFrame[] = [{ bytes: Buffer.alloc(70_000_000), start: 0, end: 12 }];
  const { packed, bytes } = packFrames(bomb, 0);
  assert.ok(packed.length < 100_000);
  await writeFile(ref.path, await sealSegment({ ...header, frames: 1, bytes }, packed, key));
  await assert.rejects(openSegment(ref, open), corrupt);
  await assert.rejects(writeSegment(dir, segment({}), bomb, key), RangeError);
  for (const claim of [{ bytes }, { frames: 1_000_000 }, { identity: { inode: "7".repeat(100_000) } }]) {
    const sealed = await sealSegment({ ...header, ...claim }, packed, key);
    assert.throws(() => headerOf(sealed), corrupt, Object.keys(claim).join());
  }
});

test("a segment cut short is called corrupt, whatever is left of it", async (t) => {
  const { dir, key, open } = await inbox(t);
  const ref = await writeSegment(dir, segment({}), framesOf(["070-1740605"]), key);
  const whole = await readFile(ref.path);
  for (let left = whole.length - 1; left >= 0; left -= 17) {
    await writeFile(ref.path, whole.subarray(0, left));
    await assert.rejects(openSegment(ref, open), corrupt);
  }
});

test("a damaged segment is set aside and counted, and stands in nobody's way", async (t) => {
  const { dir, key, open } = await inbox(t);
  const ref = await writeSegment(dir, segment({}), framesOf(["070-1740605"]), key);
  await truncate(ref.path, 400);
  await assert.rejects(openSegment(ref, open), SegmentDamaged);
  assert.deepEqual(await listSegments(dir), []);
  const view = InboxView.of(dir);
  await view.look();
  const { segments, spanned, bytes, damaged, damagedBytes } = view.of(3, 7);
  assert.deepEqual(
    { segments, spanned, bytes, damaged, damagedBytes },
    {
      ...{ segments: 0, spanned: 0, bytes: 0 },
      ...{ damaged: 1, damagedBytes: 400 },
    },
  );
});

test("a key that is away damages nothing", async (t) => {
  const { dir, key } = await inbox(t);
  const ref = await writeSegment(dir, segment({}), framesOf(["070-1740605"]), key);
  const away = () => Promise.reject(new AppError("unavailable", "the keyring is away"));
  await assert.rejects(openSegment(ref, away), { code: "unavailable" });
  assert.equal((await listSegments(dir)).length, 1);
});

test("another day's key does not open a segment", async (t) => {
  const { dir, key } = await inbox(t);
  const ref = await writeSegment(dir, segment({}), framesOf(["070-1740605"]), key);
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  await assert.rejects(
    openSegment(ref, () => privateKey),
    corrupt,
  );
});

test("a delivery is listed in its own order and deliveries by their oldest segment", async (t) => {
  const { dir, key } = await inbox(t);
  const write = (deliveryId: string, from: number) =>
    writeSegment(dir, segment({ deliveryId, from, to: from + 3 }), framesOf(["ab"], from), key);
  await write(OTHER, 9);
  await write(DELIVERY, 100_000);
  await write(OTHER, 3);
  await write(DELIVERY, 20_000);
  const listed = await listSegments(dir);
  assert.deepEqual(
    listed.map((ref) => [ref.deliveryId, ref.from]),
    [
      [OTHER, 3],
      [OTHER, 9],
      [DELIVERY, 20_000],
      [DELIVERY, 100_000],
    ],
  );
  assert.equal((await listSegments(dir, { sourceId: 8 })).length, 0);
  const first = listed[0];
  assert.ok(first !== undefined && Math.abs(writtenAt(first).getTime() - Date.now()) < 60_000);
});

test("what a killed writer left half written is never listed, and goes when it is old", async (t) => {
  const { dir, key } = await inbox(t);
  const ref = await writeSegment(dir, segment({}), framesOf(["ab"]), key);
  const half = `${ref.path}.half`;
  await writeFile(half, "half");
  assert.equal((await listSegments(dir)).length, 1);
  assert.equal(await removeLeftovers(dir), 0);
  await utimes(half, 0, 0);
  assert.equal(await removeLeftovers(dir), 1);
  assert.deepEqual(await readdir(dir), [ref.path.slice(dir.length + 1)]);
});

test("removing twice is no error, and opening what is gone says so", async (t) => {
  const { dir, key, open } = await inbox(t);
  const ref = await writeSegment(dir, segment({}), framesOf(["ab"]), key);
  await removeSegment(ref);
  await removeSegment(ref);
  assert.ok(!existsSync(ref.path));
  await assert.rejects(
    openSegment(ref, open),
    (error: unknown) => error instanceof AppError && error.code === "not-found",
  );
  assert.deepEqual(await listSegments(join(dir, "none")), []);
});

test("a folder that takes no file refuses before anything may be acknowledged", async (t) => {
  const { dir, key } = await inbox(t);
  await writeFile(join(dir, "file"), "");
  await assert.rejects(
    writeSegment(join(dir, "file"), segment({}), framesOf(["ab"]), key),
    (error: unknown) => error instanceof AppError && error.code === "unavailable" && error.retry,
  );
});

test("whoever slept while another one took the source writes nothing any more, at whatever step it wakes", async (t) => {
  const { dir, key } = await inbox(t);
  const owner = { companyId: 3, sourceId: 7 };
  // Before it began: it asks once its file is there.
  const lost = () => {
    throw new AppError("fenced", "Another collector may hold the source.");
  };
  await assert.rejects(writeSegment(dir, segment({}), framesOf(["ab"]), key, lost), { code: "fenced" });
  // While it wrote: what it began is gone, and so does not become whole. Another source's is left alone.
  let asked = 0;
  const removed = () => {
    const halves = readdirSync(dir).filter((name) => name.endsWith(".half"));
    if (++asked > 1) return lost();
    assert.equal(halves.length, 1);
    for (const name of halves) rmSync(join(dir, name));
  };
  await assert.rejects(writeSegment(dir, segment({}), framesOf(["ab"]), key, removed), { code: "fenced" });
  assert.deepEqual(await readdir(dir), []);
  const begun = ["c3-s7-x.segment.held.half", "c3-s77-x.segment.held.half"];
  for (const name of begun) await writeFile(join(dir, name), "");
  await settleUnfinished(dir, owner);
  assert.deepEqual(await readdir(dir), begun.slice(1));
});

test("what nobody is sent again becomes whole, also when its source is taken over while it is written", async (t) => {
  const { dir, key } = await inbox(t);
  for (let taken = 0; taken < 4; taken++) {
    const writing = writeSegment(dir, segment({}), framesOf(["ab"]), key);
    while (!readdirSync(dir).some((name) => name.endsWith(".half"))) await new Promise(setImmediate);
    await settleUnfinished(dir, { companyId: 3, sourceId: 7 });
    assert.ok(existsSync((await writing).path));
  }
});

function corrupt(error: unknown): boolean {
  return error instanceof AppError && error.code === "corrupt";
}

function segment(over: Partial<NewSegment>): NewSegment {
  return {
    companyId: 3,
    sourceId: 7,
    deliveryId: DELIVERY,
    from: 0,
    to: 12,
    receivedAt: "2026-03-01T10:00:00.000Z",
    sessionId: null,
    fencing: 4,
    identity: { inode: "7" },
    end: false,
    ...over,
  };
}

function framesOf(texts: string[], from = 0): PlacedFrame[] {
  let at = from;
  return texts.map((text) => {
    const bytes = Buffer.from(text);
    const start = at;
    at += bytes.length + 1;
    return { bytes, start, end: at };
  });
}

async function inbox(t: TestContext) {
  const dir = await mkdtemp(join(tmpdir(), "gallra-inbox-"));
  t.after(() => rm(dir, { recursive: true, force: true }));
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const key = { kid: "day-1", publicJwk: publicKey.export({ format: "jwk" }) as JWK };
  const open = (kid: string): KeyObject => {
    if (kid !== "day-1") throw new AppError("corrupt", "unknown key");
    return privateKey;
  };
  return { dir, key, open };
}
