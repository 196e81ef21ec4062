import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { readClusterHome } from "#db/cluster-home.ts";
import { openTestDatabase } from "#db/testing/database.ts";
import type { Context } from "#server/context.ts";
import { rightsOf } from "#server/domain/rights.ts";
import { readEnv } from "#server/env.ts";
import { openInstallation } from "#server/installation.ts";
import { createCompanyKeys, createSecrets, generationStatus } from "#server/keyring/index.ts";
import { createLog } from "#server/log.ts";
import { startGeneration } from "#server/maintenance/keys/start-generation.ts";
import { openQueue } from "../queue/open-queue.ts";
import { makeHandlers } from "./index.ts";

test("a generation that a person asks for goes through the queue and is carried out", async (t) => {
  const db = await openTestDatabase(t);
  await createSecrets(db.home);
  const log = createLog("test", () => undefined);
  const env = readEnv({ GALLRA_HOME: db.home });
  const installation = await openInstallation(env, { log, name: "test", roles: ["web", "ingest", "keeper"] });
  t.after(() => installation.close());
  await createCompanyKeys(installation.keyring, 1);
  const nothing = async () => undefined;
  const handlers = makeHandlers(installation, join(db.home, "inbox"), { send: nothing, tidy: nothing });
  const queue = await openQueue(readClusterHome(db.home), handlers, log);
  t.after(() => queue.stop());
  const actor = {
    ...rightsOf("system-administrator"),
    accountId: null,
    name: "Siv",
    resellerId: null,
    companyId: null,
    sessionId: null,
    via: "portal",
    steppedUpAt: new Date(),
    address: null,
  } as const;
  const ctx: Context = { ...installation, actor };
  for (const kind of ["generation", "root"] as const) {
    await startGeneration(ctx, { kind });
    const of = async () => (await generationStatus(installation.keyring)).generations[0];
    for (let waited = 0; (await of())?.kind !== kind || (await of())?.endedAt === null; waited++) {
      assert.ok(waited < 300, `the ${kind} was never carried out`);
      await wait(100);
    }
  }
});
