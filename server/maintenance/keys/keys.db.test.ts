import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openTestDatabase } from "#db/testing/database.ts";
import type { Actor, Context } from "../../context.ts";
import { rightsOf } from "../../domain/rights.ts";
import { readEnv } from "../../env.ts";
import { openInstallation } from "../../installation.ts";
import { createCompanyKeys, createSecrets, generationStatus } from "../../keyring/index.ts";
import { createLog } from "../../log.ts";
import { carryOutGeneration } from "./carry-out-generation.ts";
import { keyState } from "./key-state.ts";
import { takeEscrowSheet } from "./run-keys.ts";
import { startGeneration } from "./start-generation.ts";

const DAY_MS = 86_400_000;
const never = new AbortController().signal;

async function open(t: { after(fn: () => Promise<void>): void }) {
  const db = await openTestDatabase(t);
  await createSecrets(db.home);
  const time = { now: new Date() };
  const installation = await openInstallation(readEnv({ GALLRA_HOME: db.home }), {
    log: createLog("test", () => undefined),
    name: "test",
    roles: ["web", "keeper"],
    clock: () => time.now,
  });
  t.after(() => installation.close());
  await createCompanyKeys(installation.keyring, 1);
  const as = (profile: Parameters<typeof rightsOf>[0], more: Partial<Actor> = {}): Context => ({
    ...installation,
    actor: {
      ...rightsOf(profile),
      accountId: null,
      name: "Somebody",
      resellerId: null,
      companyId: null,
      sessionId: null,
      via: "portal",
      steppedUpAt: null,
      address: null,
      ...more,
    },
  });
  return { db, installation, time, as };
}

test("the job does nothing until a week is over, then a generation once, and tells when it is late", async (t) => {
  const { installation, time, as } = await open(t);
  const count = async () => (await generationStatus(installation.keyring)).generations.length;
  await carryOutGeneration(installation, undefined, never);
  assert.equal(await count(), 0);
  time.now = new Date(time.now.getTime() + 7 * DAY_MS);
  await carryOutGeneration(installation, undefined, never);
  await carryOutGeneration(installation, undefined, never);
  assert.equal(await count(), 1);
  const operator = as("system-administrator");
  assert.equal((await keyState(operator)).hoursLate, 0);
  time.now = new Date(time.now.getTime() + 9 * DAY_MS);
  assert.ok((await keyState(operator)).hoursLate >= 24);
  await carryOutGeneration(installation, 2, never);
  assert.ok((await keyState(operator)).hoursLate >= 24, "a new root key alone is no generation");
  await carryOutGeneration(installation, undefined, never);
  assert.equal((await keyState(operator)).hoursLate, 0);
  assert.deepEqual(
    (await keyState(operator)).generations.map((one) => one.kind),
    ["generation", "root", "generation"],
  );
});

test("only a system administrator who has proved the password starts one; nobody of a company sees or starts any", async (t) => {
  const { as, time } = await open(t);
  for (const profile of ["company-administrator", "dpo", "supervisor", "reseller"] as const) {
    await assert.rejects(keyState(as(profile)), { code: "forbidden" }, profile);
    await assert.rejects(startGeneration(as(profile, { steppedUpAt: time.now }), { kind: "generation" }), {
      code: "forbidden",
    });
  }
  await assert.rejects(startGeneration(as("system-administrator"), { kind: "generation" }), { code: "step-up" });
  await startGeneration(as("system-administrator", { steppedUpAt: time.now }), { kind: "generation" });
});

test("the escrow sheet holds the root key of the moment, is made at a terminal alone, and is told to be void after a generation", async (t) => {
  const { db, installation, as } = await open(t);
  const terminal = as("system-administrator", { via: "cli" });
  assert.equal((await keyState(terminal)).escrow.sheet, "none");
  await assert.rejects(takeEscrowSheet(as("system-administrator")), { code: "forbidden" });
  const sheet = await takeEscrowSheet(terminal);
  const file = JSON.parse(readFileSync(join(db.home, "secrets/root.jwk"), "utf8")) as { k: string; kid: string };
  const line = sheet.split("\n").find((text) => text.startsWith("{")) ?? "";
  assert.deepEqual(JSON.parse(line), file);
  const hex = [...sheet.matchAll(/^ {2}\d {3}((?:[0-9a-f]{4} ?){4}) {2}/gm)]
    .map((found) => found[1]?.replaceAll(" ", ""))
    .join("");
  assert.equal(Buffer.from(hex, "hex").toString("base64url"), file.k);
  assert.equal((await keyState(terminal)).escrow.sheet, "present");
  assert.ok(!readFileSync(join(db.home, "secrets/escrow.json"), "utf8").includes(file.k));
  await carryOutGeneration(installation, 1, never);
  assert.equal((await keyState(terminal)).escrow.sheet, "old");
  assert.ok(existsSync(join(db.home, "secrets/escrow.json")));
});
