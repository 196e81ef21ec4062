import assert from "node:assert/strict";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { keepInMemory } from "./memory-place.ts";

function homeOf(t: TestContext): string {
  const home = mkdtempSync(join(tmpdir(), "gallra-memory-"));
  mkdirSync(join(home, "secrets"));
  writeFileSync(join(home, "secrets", "admin-data.json"), "{}");
  t.after(() => rmSync(home, { recursive: true, force: true }));
  return home;
}

test("clusters that stand already stay where they are, with their secrets", (t) => {
  const onDisk = homeOf(t);
  mkdirSync(join(onDisk, "clusters"));
  assert.equal(keepInMemory(onDisk), null);
  const linked = homeOf(t);
  const there = join(linked, "elsewhere");
  mkdirSync(there);
  symlinkSync(there, join(linked, "clusters"));
  assert.equal(keepInMemory(linked), there);
  for (const home of [onDisk, linked]) assert.ok(existsSync(join(home, "secrets", "admin-data.json")));
});

test("secrets of clusters that a restart of the machine took away are forgotten, so that new ones can be made", (t) => {
  const home = homeOf(t);
  symlinkSync(join(home, "gone"), join(home, "clusters"));
  const folder = keepInMemory(home);
  t.after(() => folder !== null && rmSync(folder, { recursive: true, force: true }));
  assert.ok(!existsSync(join(home, "secrets")));
  const link = lstatSync(join(home, "clusters"), { throwIfNoEntry: false });
  assert.equal(link?.isSymbolicLink() === true ? readlinkSync(join(home, "clusters")) : null, folder);
});
