import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { writeAddresses } from "#db/cluster-home.ts";
import { openTestDatabase } from "#db/testing/database.ts";
import { createSecrets } from "#server/keyring/index.ts";

test("a worker whose start fails, its connections open already, ends, so that another one is started", {
  timeout: 60_000,
}, async (t) => {
  const db = await openTestDatabase(t);
  await createSecrets(db.home);
  writeFileSync(join(db.home, "secrets", "collector.key"), "c".repeat(43), { mode: 0o600 });
  // The keyring's cluster answers, and the other one is away.
  const { keyring, data } = db.clusterHome.addresses;
  writeAddresses(db.home, { keyring, data: { ...data, host: join(db.home, "away") } });
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const worker = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", join(import.meta.dirname, "main.ts")],
    {
      env: { PATH, NODE_COMPILE_CACHE, GALLRA_HOME: db.home, NODE_ENV: "production" },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    },
  );
  t.after(() => worker.kill("SIGKILL"));
  const [code, signal] = await once(worker, "exit", { signal: AbortSignal.timeout(40_000) });
  assert.deepEqual([code, signal], [1, null]);
});
