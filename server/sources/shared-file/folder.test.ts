import assert from "node:assert/strict";
import { lstat, mkdir, mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { localFolder } from "./folder.ts";

test("a folder that is replaced by a link between the look and the opening gives away no file of another company", async (t) => {
  const base = await mkdtemp(join(tmpdir(), "gallra-bent-"));
  t.after(() => rm(base, { recursive: true, force: true }));
  const [own, other] = [join(base, "own"), join(base, "other")];
  const path = join(own, "cdr");
  await mkdir(path, { recursive: true });
  await mkdir(other);
  await writeFile(join(path, "Master.csv"), "own\n");
  await writeFile(join(other, "Master.csv"), "of another company\n");
  const folder = localFolder({ path, pattern: "*", roots: () => [own] });
  const [seen] = await folder.list();
  assert.ok(seen);
  const handle = await folder.open(seen);
  assert.ok(handle, "its own file opens");
  await handle.close();

  await rename(path, join(own, "aside"));
  await symlink(other, path);
  const { dev, ino } = await lstat(join(other, "Master.csv"), { bigint: true });
  assert.equal(await folder.open({ ...seen, key: `${dev}:${ino}` }), null);
  await assert.rejects(folder.list(), { problem: "folder-refused" });
});

test("outside of what is allowed a folder that is there and one that is not are told alike", async (t) => {
  const base = await mkdtemp(join(tmpdir(), "gallra-told-"));
  t.after(() => rm(base, { recursive: true, force: true }));
  const own = join(base, "own");
  await mkdir(own);
  await mkdir(join(base, "other"));
  await symlink(own, join(base, "alias"));
  const told = (path: string) =>
    localFolder({ path, pattern: "*", roots: () => [own, join(base, "not-there-yet")] })
      .list()
      .then(
        () => null,
        (error: { problem?: string }) => error.problem,
      );
  for (const path of ["other", "nobody", "other/deeper", "own/../nobody"])
    assert.equal(await told(join(base, path)), "folder-refused", path);
  assert.equal(await told(own), null);
  for (const path of ["own/later", "alias/later", "not-there-yet/later"])
    assert.equal(await told(join(base, path)), "folder-missing", path);
});
