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
  const folder = localFolder({ path, pattern: "*" }, () => [own]);
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
