import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const MODULE = join(import.meta.dirname, "one-at-a-time.mjs");

test("work of several processes never overlaps, and a dead one's mark holds nobody up", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "gallra-alone-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const mark = join(folder, "mark");
  const seen = join(folder, "seen");
  // No process has this id: it is above what Linux, macOS and Windows give out.
  writeFileSync(mark, "2147483646");
  // Whoever was killed while it cleared holds nobody up either.
  writeFileSync(`${mark}.clearing`, "");
  utimesSync(`${mark}.clearing`, 0, 0);
  await Promise.all(["a", "b", "c", "d", "e", "f"].map((name) => runOnce(mark, seen, name)));
  const lines = readFileSync(seen, "utf8").trim().split("\n");
  assert.equal(lines.length, 12);
  for (let at = 0; at < lines.length; at += 2) assert.equal(lines[at]?.slice(1), lines[at + 1]?.slice(1));
  assert.equal(existsSync(mark), false);
});

async function runOnce(mark: string, seen: string, name: string): Promise<void> {
  const script = `
    import { appendFileSync } from "node:fs";
    const { oneAtATime } = await import(${JSON.stringify(MODULE)});
    oneAtATime(${JSON.stringify(mark)}, { waiting: () => {}, work: () => {
      appendFileSync(${JSON.stringify(seen)}, "+${name}\\n");
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
      appendFileSync(${JSON.stringify(seen)}, "-${name}\\n");
    } });`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "inherit" });
  const [code] = (await once(child, "exit")) as [number | null];
  assert.equal(code, 0);
}
