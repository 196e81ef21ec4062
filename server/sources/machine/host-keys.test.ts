import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import ssh2 from "ssh2";
import { hostKeys } from "./host-keys.ts";

test("host keys are made once, by whoever comes first, and can be read", async () => {
  const home = mkdtempSync(join(tmpdir(), "gallra-host-keys-"));
  try {
    const [one, other] = await Promise.all([hostKeys(home), hostKeys(home)]);
    assert.deepEqual(one, other);
    assert.deepEqual(await hostKeys(home), one);
    for (const key of one) assert.ok(!(ssh2.utils.parseKey(key) instanceof Error));
    const files = readdirSync(join(home, "secrets"));
    assert.equal(files.length, 2, "nothing half made is left");
    for (const file of files) assert.equal(statSync(join(home, "secrets", file)).mode & 0o777, 0o600);
  } finally {
    rmSync(home, { recursive: true });
  }
});
