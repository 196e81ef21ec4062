import assert from "node:assert/strict";
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { type EdgeTask, sealTask, stampOf } from "#server/edge/protocol/task.ts";
import { createLog } from "#server/log.ts";
import { Orders } from "./orders.ts";

test("an edge says that it follows a task only once nothing runs that the task has no more", async (t) => {
  const home = mkdtempSync(join(tmpdir(), "gallra-test-edge-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const { publicKey, privateKey } = generateKeyPairSync("x25519");
  const edgeId = randomUUID();
  const orders = await Orders.open(
    home,
    edgeId,
    privateKey,
    createLog("collector", () => undefined),
  );
  assert.equal(orders.stampWith([]), null);
  const site = {
    timeZone: "Europe/Stockholm",
    country: "SE",
    outsideLine: null,
    extensionDigits: 4,
    internationalPrefix: "00",
  };
  const company = { id: 1, slug: "prov", ...site };
  const kind = { transport: "tcp", driver: "asterisk-cdr-csv", settings: {}, driverOptions: {} };
  const source = { id: 7, ...kind, ...site, fencing: 1, credentials: [], fingerprint: null };
  const task: EdgeTask = { edgeId, company, gate: { filter: null, shield: null }, sources: [source] };
  const stamp = stampOf(task);
  const sealed = await sealTask(task, publicKey.export({ format: "jwk" }));
  await orders.take({ stamp, task: sealed, keys: [] }, edgeId, privateKey);
  assert.equal(orders.stampWith([7]), stamp);
  assert.equal(orders.stampWith([]), stamp, "it may wait for the source");
  assert.equal(orders.stampWith([7, 8]), null, "8 was stopped, and may yet write");
});
