import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { openDelivery } from "./delivery-fixture.ts";
import { installationOwner } from "./owner.ts";
import { saveRecipient } from "./save-recipient.ts";
import { watchAlarms } from "./watch-alarms.ts";

test("a check that is bad twice in a row is told once, also when the worker starts anew, and its end when it is good", async (t) => {
  const f = await openDelivery(t);
  f.allow();
  const owner = installationOwner(f.system);
  await saveRecipient(f.system, owner, { way: "webhook", url: `${f.hook.origin}/`, pin: f.pin, scope: "all" });
  let bad: { id: string }[] = [{ id: "disk" }];
  const look = async () => {
    await watchAlarms(f.installation, { checks: async () => bad });
    await f.deliver();
    f.later(5);
    return f.hook.asked.flatMap(({ body }) =>
      JSON.parse(body).data.alarms.map((one: { event: string; about: string }) => `${one.event} ${one.about}`),
    );
  };
  assert.deepEqual(await look(), []);
  assert.deepEqual(await look(), ["raised disk"]);
  const child = spawnSync(process.execPath, [
    join(import.meta.dirname, "testing", "worker-child.ts"),
    f.db.home,
    f.time.now.toISOString(),
    "watch",
    "disk",
  ]);
  assert.equal(child.status, 0, String(child.stderr));
  assert.deepEqual(await look(), ["raised disk"]);
  bad = [];
  assert.deepEqual(await look(), ["raised disk", "over disk"]);
});
