import assert from "node:assert/strict";
import { test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { writeDown } from "../alarms/write-down.ts";
import { openDelivery } from "./delivery-fixture.ts";
import { dropRecipient } from "./drop-recipient.ts";
import { listMessages } from "./list-messages.ts";
import { companyOwner, installationOwner } from "./owner.ts";
import { MOST_RECIPIENTS, saveRecipient } from "./save-recipient.ts";
import { sendTest } from "./send-test.ts";
import { showRecipients } from "./show-recipients.ts";

const MAIL = { way: "mail", address: "drift@example.org", language: "en", scope: "all" } as const;
const kept = <T>(all: readonly PromiseSettledResult<T>[]) => all.filter(({ status }) => status === "fulfilled").length;

test("many who enter and test at once get no further than one after the other", async (t) => {
  const f = await openDelivery(t);
  const addresses = Array.from({ length: MOST_RECIPIENTS + 10 }, (_, n) => `drift-${n}@example.org`);
  const saved = await Promise.allSettled(
    addresses.map((address) => saveRecipient(f.by, f.owner, { ...MAIL, address })),
  );
  assert.equal(kept(saved), MOST_RECIPIENTS);
  const { recipients } = await showRecipients(f.by, f.owner);
  assert.equal(recipients.length, MOST_RECIPIENTS);
  const [{ id = "" } = {}] = recipients;
  assert.equal(kept(await Promise.allSettled(addresses.map(() => sendTest(f.by, f.owner, { id })))), 10);
  await dropRecipient(f.by, f.owner, { id });
  await assert.rejects(
    saveRecipient(f.by, f.owner, { ...MAIL, address: (recipients[1]?.address ?? "").toUpperCase() }),
    { code: "conflict" },
  );
});

test("a recipient that somebody removes while somebody else changes it stays removed, with its secret", async (t) => {
  const f = await openDelivery(t);
  const webhook = { way: "webhook", url: `${f.hook.origin}/`, pin: f.pin, scope: "all" } as const;
  for (let round = 0; round < 5; round++) {
    const { id } = await saveRecipient(f.by, f.owner, webhook);
    await Promise.allSettled([
      saveRecipient(f.by, f.owner, { ...webhook, id, url: undefined }),
      dropRecipient(f.by, f.owner, { id }),
      saveRecipient(f.by, f.owner, { ...webhook, id, url: undefined, scope: "guards" }),
    ]);
    assert.deepEqual((await showRecipients(f.by, f.owner)).recipients, []);
  }
});

test("nobody has others told of what they may not see, nor reads in the list of messages what it was", async (t) => {
  const f = await openDelivery(t);
  f.allow();
  const reseller = f.as("reseller");
  const owner = companyOwner(reseller);
  const webhook = { way: "webhook", url: `${f.hook.origin}/`, pin: f.pin } as const;
  await assert.rejects(saveRecipient(reseller, owner, { ...webhook, scope: "kinds", kinds: ["erasure-stuck"] }), {
    code: "forbidden",
  });
  const { kinds } = await showRecipients(reseller, owner);
  assert.ok(kinds.includes("source-failed") && !kinds.includes("erasure-stuck"));
  await saveRecipient(reseller, owner, { ...webhook, scope: "all" });
  const { id } = await saveRecipient(f.by, f.owner, { ...webhook, url: `${f.hook.origin}/all`, scope: "all" });
  await withCompany(f.db.data("web"), f.companyId, (tx) =>
    writeDown(tx, f.companyId, {
      alarms: [
        { id: "erasure-stuck x", kind: "erasure-stuck", since: null },
        { id: "source-failed 1", kind: "source-failed", since: null },
      ],
      covers: () => false,
      now: f.time.now,
    }),
  );
  await f.deliver();
  const told = f.hook.asked.map(({ url, body }) => [
    url,
    ...JSON.parse(body).data.alarms.map(({ kind }: { kind: string }) => kind),
  ]);
  assert.deepEqual(told.map((one) => one.join(" ")).sort(), ["/ source-failed", "/all erasure-stuck source-failed"]);
  const read = async (ctx: typeof f.by) =>
    (await listMessages(ctx, owner)).messages.find(({ recipientId }) => recipientId === id)?.raised;
  assert.deepEqual(await read(reseller), ["source-failed"]);
  assert.deepEqual(await read(f.by), ["erasure-stuck", "source-failed"]);
});

test("of the installation itself there is no choice that would leave a recipient without any alarm", async (t) => {
  const f = await openDelivery(t);
  const owner = installationOwner(f.system);
  await assert.rejects(saveRecipient(f.system, owner, { ...MAIL, scope: "guards" }), { code: "bad-input" });
  await saveRecipient(f.system, owner, MAIL);
});
