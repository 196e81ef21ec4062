import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { runExportCommand } from "./run.ts";

test("an export overwrites neither a file nor its manifest, unless somebody says so, and asks nobody before", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "gallra-export-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const asked: string[] = [];
  const io = { out: () => undefined, note: () => undefined, stdin: async () => String(asked.push("stdin")) };
  const run = (file: string, ...more: string[]) =>
    runExportCommand(["--company", "x", "--as", "a@example", "--number", "-", "-o", join(folder, file), ...more], io);
  for (const [there, file] of [
    ["calls.csv", "calls.csv"],
    ["other.csv.manifest.json", "other.csv"],
  ] as const) {
    writeFileSync(join(folder, there), "the only copy");
    await assert.rejects(run(file), { code: "conflict", message: /--force/ });
    assert.deepEqual([readFileSync(join(folder, there), "utf8"), asked], ["the only copy", []]);
  }
  // Further than that it needs a company: with --force it has read the number.
  await assert.rejects(run("calls.csv", "--force"));
  assert.deepEqual([asked, existsSync(join(folder, "calls.csv"))], [["stdin"], true]);
});
