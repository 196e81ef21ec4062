import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { onlyOne } from "./only-one.ts";

test("one process runs an edge; after a power cut it starts, whoever has the number of the former one by now", (t) => {
  const home = mkdtempSync(join(tmpdir(), "gallra-edge-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  mkdirSync(join(home, "edge"));
  const free = onlyOne(home);
  assert.throws(() => onlyOne(home), /Another process runs this edge/);
  free();
  // The machine's first process lives; it began at another moment than the one that left this.
  for (const left of ["1 4711", "1\n"]) {
    writeFileSync(join(home, "edge", "running"), left);
    onlyOne(home)();
  }
});
