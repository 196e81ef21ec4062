import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { confinedFolder } from "./index.ts";
import { SourceTrouble } from "./problem.ts";
import { allowedRoots, allowRoot } from "./roots.ts";

test("a company's sources read its own folders and those the operator allowed it, and no other company's", async (t) => {
  const { home, outside } = await openHome(t);
  const read = (path: string, company: string) => confinedFolder(path, allowedRoots(home, company));
  assert.equal(await read(join(home, "shared", "a", "1"), "a"), join(home, "shared", "a", "1"));
  await assert.rejects(read(join(home, "shared", "a", "1"), "b"), refused);
  await assert.rejects(read(outside, "a"), refused);
  assert.equal(await allowRoot(home, "a", outside), true);
  assert.equal(await allowRoot(home, "a", outside), false);
  assert.equal(await read(outside, "a"), outside);
  await assert.rejects(read(outside, "b"), refused);
  await assert.rejects(read(join(home, "secrets"), "a"), refused);
});

test("a link out of an allowed folder, or dots in the path, lead nowhere", async (t) => {
  const { home, outside } = await openHome(t);
  await symlink(outside, join(home, "shared", "a", "link"));
  const roots = allowedRoots(home, "a");
  await assert.rejects(confinedFolder(join(home, "shared", "a", "link"), roots), refused);
  await assert.rejects(confinedFolder(`${join(home, "shared", "a")}/../../secrets`, roots), refused);
  await assert.rejects(confinedFolder(join(home, "shared", "a", "none"), roots), { problem: "folder-missing" });
  await writeFile(join(home, "shared", "a", "file"), "");
  await assert.rejects(confinedFolder(join(home, "shared", "a", "file"), roots), { problem: "no-folder" });
});

test("a damaged list allows nothing", async (t) => {
  const { home, outside } = await openHome(t);
  await allowRoot(home, "a", outside);
  await writeFile(join(home, "source-roots.json"), "{");
  assert.deepEqual(allowedRoots(home, "a"), [join(home, "shared", "a")]);
});

function refused(error: unknown): boolean {
  return error instanceof SourceTrouble && error.problem === "folder-refused";
}

async function openHome(t: TestContext) {
  const home = await mkdtemp(join(tmpdir(), "gallra-roots-"));
  const outside = await mkdtemp(join(tmpdir(), "gallra-outside-"));
  t.after(() => rm(home, { recursive: true, force: true }));
  t.after(() => rm(outside, { recursive: true, force: true }));
  for (const folder of ["shared/a/1", "shared/b/1", "secrets"]) await mkdir(join(home, folder), { recursive: true });
  return { home, outside };
}
