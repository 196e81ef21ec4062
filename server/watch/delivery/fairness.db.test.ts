import assert from "node:assert/strict";
import { type AddressInfo, createServer } from "node:net";
import { test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { OFFICE } from "../../domain/office-hours.ts";
import { writeDown } from "../alarms/write-down.ts";
import { setGuard } from "../guard/set-guard.ts";
import { watchAll } from "../guard/watch-all.ts";
import { openDelivery } from "./delivery-fixture.ts";
import { listMessages } from "./list-messages.ts";
import { saveRecipient } from "./save-recipient.ts";

type Delivery = Awaited<ReturnType<typeof openDelivery>>;

const stand = (f: Delivery, ids: readonly string[]) =>
  withCompany(f.db.data("web"), f.companyId, (tx) =>
    writeDown(tx, f.companyId, {
      alarms: ids.map((id) => ({ id, kind: "source-failed", since: null })),
      covers: (kind) => kind === "source-failed",
      now: f.time.now,
    }),
  );

/** Up and down for so many minutes, with the worker at work. */
async function flap(f: Delivery, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    f.later(1);
    await stand(f, minute % 2 === 0 ? [] : ["source-failed 1"]);
    await f.deliver();
  }
}

test("a recipient that does not answer costs one try at a time, whatever happens meanwhile, and is told all when it does", async (t) => {
  let status = 500;
  const f = await openDelivery(t, (_, response) => response.writeHead(status).end());
  f.allow();
  const webhook = { way: "webhook", url: `${f.hook.origin}/`, pin: f.pin, scope: "all" } as const;
  const { id } = await saveRecipient(f.by, f.owner, webhook);
  await stand(f, ["source-failed 1"]);
  await flap(f, 10);
  const before = f.hook.asked.length;
  await flap(f, 120);
  const tries = f.hook.asked.length - before;
  assert.ok(tries >= 4 && tries <= 15, `${tries} tries in two hours`);
  const { messages } = await listMessages(f.by, f.owner, { limit: 100 });
  const waiting = messages.filter(({ state }) => state === "waiting");
  assert.ok(waiting.length <= 6, `${waiting.length} wait`);
  assert.ok(waiting.every(({ problem }) => problem === "other-side-failed"));

  status = 200;
  await saveRecipient(f.by, f.owner, { ...webhook, id, url: undefined });
  const from = f.hook.asked.length;
  for (let tries = 0; tries < 5; tries++) {
    await f.deliver();
    f.later(1);
  }
  const after = (await listMessages(f.by, f.owner, { limit: 100 })).messages;
  assert.ok(!after.some(({ state }) => state === "waiting"));
  const told = new Set(
    f.hook.asked.slice(from).flatMap(({ body }) => JSON.parse(body).data.alarms.map((one: { id: string }) => one.id)),
  );
  assert.ok(told.size >= 50, `${told.size} alarms`);
});

test("one that fails keeps no other recipient of the company waiting", async (t) => {
  const f = await openDelivery(t, (_, response) => response.writeHead(500).end());
  f.allow();
  await f.useRelay();
  await saveRecipient(f.by, f.owner, { way: "webhook", url: `${f.hook.origin}/`, pin: f.pin, scope: "all" });
  await saveRecipient(f.by, f.owner, { way: "mail", address: "drift@example.org", language: "en", scope: "all" });
  await stand(f, ["source-failed 1"]);
  await flap(f, 5);
  assert.ok(f.relay.mails.length >= 4, `${f.relay.mails.length}`);
});

test("a relay that is away is asked now and then, not once for every mail", async (t) => {
  const f = await openDelivery(t);
  f.allow();
  let met = 0;
  const away = createServer((socket) => {
    met++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => away.listen(0, "127.0.0.1", resolve));
  t.after(async () => void away.close());
  await f.useRelay({ port: (away.address() as AddressInfo).port });
  for (let n = 0; n < 8; n++)
    await saveRecipient(f.by, f.owner, { way: "mail", address: `d${n}@example.org`, language: "en", scope: "all" });
  await stand(f, ["source-failed 1"]);
  assert.equal(await f.deliver(), 8);
  assert.equal(met, 1);
  f.later(1);
  assert.equal(await f.deliver(), 8);
  assert.equal(met, 2);
  f.later(2);
  await f.useRelay();
  await f.deliver();
  assert.equal(f.relay.mails.length, 8);
});

test("what breaks at night is told at night, also where a message about a silence failed before the office closed", async (t) => {
  let status = 500;
  const f = await openDelivery(t, (_, response) => response.writeHead(status).end());
  f.allow();
  await saveRecipient(f.by, f.owner, { way: "webhook", url: `${f.hook.origin}/`, pin: f.pin, scope: "all" });
  await setGuard(f.by, { sourceId: 0, minutes: 60, calendar: OFFICE });
  f.time.now = new Date("2026-06-15T14:30:00Z");
  await watchAll(f.installation);
  for (let minutes = 0; minutes < 60; minutes += 5) {
    await f.deliver();
    f.later(5);
  }
  const tries = f.hook.asked.length;
  assert.ok(tries >= 3, `${tries}`);
  status = 200;
  f.time.now = new Date("2026-06-15T20:00:00Z");
  await stand(f, ["source-failed 1"]);
  await f.deliver();
  assert.equal(f.hook.asked.length, tries + 1);
  assert.match(f.hook.asked.at(-1)?.body ?? "", /source-failed/);
});
