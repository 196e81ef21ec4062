import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { openPrivacyFixture } from "../../privacy/privacy-fixture.ts";
import type { Actor, Context } from "../../context.ts";
import { appendAudit, INSTALLATION, withAuditOf } from "../../store/index.ts";
import {
  askInstallationCheck,
  cancelInstallationCheck,
  checkChain,
  listInstallation,
  showInstallation,
} from "../index.ts";

async function openInstallationAudit(t: TestContext) {
  const fixture = await openPrivacyFixture(t);
  const { company: _, ...operator } = fixture.as("system-administrator", { companyId: null } satisfies Partial<Actor>);
  const ctx: Context = operator;
  const write = (companyId: number, action: string) =>
    withAuditOf(fixture.db.data("web"), companyId, (tx) =>
      appendAudit(tx, {
        ...{ companyId, at: fixture.time.now, actor: "Test", action, detail: { via: "portal" } },
        ...{ actorId: null, subjectPseudonym: null, purpose: null, ip: null },
      }),
    );
  return { ...fixture, ctx, write };
}

test("the operator reads what belongs to no company, page after page, and nothing of any company; reading is an entry", async (t) => {
  const { ctx, write, companyId } = await openInstallationAudit(t);
  for (const n of [1, 2, 3]) await write(INSTALLATION, `session.open.${n}`);
  await write(companyId, "data.search");
  const first = await listInstallation(ctx, { limit: 2 });
  assert.deepEqual(
    first.rows.map(({ action }) => action),
    ["session.open.3", "session.open.2"],
  );
  const second = await listInstallation(ctx, { limit: 2, before: first.next ?? 0 });
  assert.equal(second.rows[0]?.action, "session.open.1");
  const all = await listInstallation(ctx, {});
  assert.ok(all.rows.every(({ action }) => action !== "data.search"));
  assert.equal(all.rows.filter(({ action }) => action === "audit.read").length, 2);
  assert.deepEqual((await listInstallation(ctx, { action: "company." })).rows, []);
});

test("its chain is verified when the operator asks, and what is changed in it is told", async (t) => {
  const { ctx, write, installation, db } = await openInstallationAudit(t);
  await write(INSTALLATION, "session.open");
  await askInstallationCheck(ctx);
  await assert.rejects(askInstallationCheck(ctx), { code: "conflict" });
  assert.deepEqual(await cancelInstallationCheck(ctx), { cancelled: true });
  await askInstallationCheck(ctx);
  await checkChain(installation, INSTALLATION);
  assert.equal((await showInstallation(ctx)).verdict?.ok, true);
  await withAuditOf(db.data("owner"), INSTALLATION, (tx) => tx`update data.audit set actor = 'Nobody' where seq = 1`);
  await askInstallationCheck(ctx);
  await checkChain(installation, INSTALLATION);
  assert.equal((await showInstallation(ctx)).verdict?.problem?.seq, 1);
});

test("nobody of a company or a reseller reads it, and no company's own profile opens it", async (t) => {
  const { as } = await openInstallationAudit(t);
  const everything = { permissions: new Set(["maintenance.run", "audit.see"] as const) };
  for (const ctx of [as("dpo"), as("company-administrator"), as("reseller"), as("dpo", everything)]) {
    for (const verb of [askInstallationCheck, cancelInstallationCheck, showInstallation])
      await assert.rejects(verb(ctx), { code: "forbidden" });
    await assert.rejects(listInstallation(ctx, {}), { code: "forbidden" });
  }
});
