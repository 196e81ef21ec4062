import assert from "node:assert/strict";
import { appendFileSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { openPrivacyFixture, type PrivacyFixture } from "../privacy/privacy-fixture.ts";
import { appendAudit, auditCheck, closeCompany, INSTALLATION, withAuditOf } from "../store/index.ts";
import { headsFile } from "./heads/heads-file.ts";
import { askCheck, cancelCheck, checkChain, exportAudit, purgeAudit, showChain, signHeads } from "./index.ts";
import { verifyAuditFile } from "./verify-file.ts";

const DAY = 86_400_000;

async function openAudit(t: TestContext) {
  const fixture = await openPrivacyFixture(t);
  const write = (count: number, companyId = fixture.companyId, action = "data.search") =>
    withAuditOf(fixture.db.data("web"), companyId, async (tx) => {
      for (let n = 0; n < count; n++) await appendAudit(tx, entryOf(fixture, companyId, action));
    });
  // Roles of the application may not: this is somebody who has the database.
  const attack = (work: (tx: Tx) => Promise<unknown>) =>
    withCompany(fixture.db.data("owner"), fixture.companyId, async (tx) => void (await work(tx)));
  const check = async () => {
    await checkChain(fixture.installation, fixture.companyId);
    return (await showChain(fixture.as("dpo"))).verdict;
  };
  return { ...fixture, write, attack, check, folder: join(fixture.db.home, "audit-heads") };
}

function entryOf({ time }: PrivacyFixture, companyId: number, action: string) {
  const none = { actorId: null, subjectPseudonym: null, purpose: null, ip: null };
  return { companyId, at: time.now, actor: "Test", action, detail: { via: "portal" }, ...none };
}

test("each day's head is signed once, in a private file outside the databases, and nothing new means no new head", async (t) => {
  const { installation, companyId, time, write, folder, as } = await openAudit(t);
  await write(3);
  await write(1, INSTALLATION, "session.open");
  assert.deepEqual((await signHeads(installation)).signed, [INSTALLATION, companyId]);
  await write(1);
  assert.deepEqual((await signHeads(installation)).signed, [], "today's stands there");
  assert.deepEqual((await signHeads(installation, { again: true })).signed, [companyId]);
  time.now = new Date(time.now.getTime() + DAY);
  assert.deepEqual((await signHeads(installation)).signed, []);
  time.now = new Date(time.now.getTime() + 30 * DAY);
  await write(1);
  assert.deepEqual((await signHeads(installation)).signed, [companyId]);
  assert.deepEqual(readdirSync(folder).sort(), [`company-${companyId}.jws`, "installation.jws"]);
  assert.equal(statSync(headsFile(folder, companyId)).mode & 0o777, 0o600);
  assert.equal((await showChain(as("dpo"))).signed?.seq, 5);
});

test("what was cut off or written anew is found by the head outside, and is not signed again", async (t) => {
  const { installation, companyId, time, write, attack, check } = await openAudit(t);
  await write(10);
  await signHeads(installation);
  assert.deepEqual((await check())?.ok, true);
  await attack(async (tx) => {
    await tx`delete from data.audit where seq > 7`;
    await tx`update data.audit_head h set seq = 7, hash = (select a.hash from data.audit a where a.seq = 7)`;
  });
  assert.deepEqual((await check())?.problem, { kind: "truncated", seq: 8, after: 7 });
  time.now = new Date(time.now.getTime() + DAY);
  await write(5);
  assert.deepEqual((await check())?.problem, { kind: "rewritten", seq: 10, after: 0 });
  assert.deepEqual(await signHeads(installation), { signed: [], refused: [companyId], closed: [] });
});

test("a head that was changed, taken out or signed by another key is found; half a line of a crash is not", async (t) => {
  const { installation, companyId, time, write, check, folder } = await openAudit(t);
  for (let day = 0; day < 4; day++) {
    await write(1);
    await signHeads(installation);
    time.now = new Date(time.now.getTime() + DAY);
  }
  const file = headsFile(folder, companyId);
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  assert.equal(lines.length, 4);
  appendFileSync(file, lines[0]?.slice(0, 50) ?? "");
  assert.equal((await check())?.ok, true);
  await write(1);
  await signHeads(installation);
  assert.equal((await check())?.heads, 5);
  const [head = "", body = "", signature = ""] = (lines[1] ?? "").split(".");
  const forged = Buffer.from(Buffer.from(body, "base64url").toString().replace('"seq":2', '"seq":1')).toString(
    "base64url",
  );
  for (const [what, changed] of [
    ["changed", lines.with(1, [head, forged, signature].join("."))],
    ["taken out", lines.toSpliced(1, 1)],
    ["emptied", lines.with(1, "x")],
  ] as const) {
    writeFileSync(file, changed.map((line) => `${line}\n`).join(""));
    const verdict = await check();
    assert.equal(verdict?.ok, false, what);
    assert.equal(verdict?.headsProblem?.n, 2, what);
  }
  writeFileSync(
    file,
    lines
      .slice(0, 2)
      .map((line) => `${line}\n`)
      .join(""),
  );
  assert.deepEqual((await check())?.headsProblem, { n: 3, reason: "cut-off" });
});

test("the audit of a closed company is verified and purged as before", async (t) => {
  const { installation, companyId, time, write, attack, db } = await openAudit(t);
  await write(4);
  assert.deepEqual((await signHeads(installation)).closed, []);
  assert.equal(await closeCompany(db.data("web"), companyId, time.now), true);
  assert.deepEqual((await signHeads(installation)).closed, [companyId]);
  time.now = new Date(time.now.getTime() + 800 * DAY);
  assert.equal(await purgeAudit(installation), 4);
  const verdict = async () => {
    await checkChain(installation, companyId);
    return await withAuditOf(db.data("web"), companyId, async (tx) => (await auditCheck(tx, companyId))?.verdict);
  };
  assert.deepEqual([(await verdict())?.["ok"], (await verdict())?.["first"]], [true, 5]);
  await attack((tx) => tx`update data.audit set actor = 'Nobody' where seq = 5`);
  assert.equal((await verdict())?.["ok"], false);
});

test("old entries go by rule, a signed checkpoint stands for them, and the chain is unbroken since", async (t) => {
  const { installation, companyId, time, write, attack, check, as } = await openAudit(t);
  await write(4);
  await signHeads(installation);
  time.now = new Date(time.now.getTime() + 800 * DAY);
  await write(3);
  await signHeads(installation);
  assert.equal(await purgeAudit(installation), 4);
  assert.equal(await purgeAudit(installation), 0);
  const verdict = await check();
  assert.deepEqual([verdict?.ok, verdict?.first, verdict?.rows], [true, 5, 4]);
  assert.equal((await showChain(as("dpo"))).since?.toISOString(), "2026-06-15T10:00:00.000Z");
  // Younger than the rule stays, whoever asks; and a beginning that nobody signed is none.
  const keeper = installation.sql.keeper;
  assert.ok(keeper);
  await assert.rejects(
    withCompany(keeper, companyId, (tx) => tx`select data.purge_audit(${companyId}, 5, now(), 'x')`),
    { code: "55000" },
  );
  await attack(
    (tx) => tx`update data.audit_checkpoint set seq = 5, hash = (select a.hash from data.audit a where a.seq = 5)`,
  );
  await attack((tx) => tx`delete from data.audit where seq = 5`);
  assert.equal((await check())?.problem?.kind, "unsigned");
});

test("an exported audit verifies without a server, and every change of a line of it is found", async (t) => {
  const { installation, write, as, db } = await openAudit(t);
  await write(6);
  await signHeads(installation);
  const ctx = as("dpo", { via: "cli" });
  const { lines, fileName } = await exportAudit(ctx);
  assert.match(fileName, /^gallra-audit-ekbacken-2026-06-15\.jsonl$/);
  let text = "";
  for await (const line of lines) text += line;
  const file = join(db.home, "audit.jsonl");
  const verify = async (content: readonly string[]) => {
    writeFileSync(file, content.map((line) => `${line}\n`).join(""));
    return await verifyAuditFile(file, installation.keyring.signing.publicJwk);
  };
  const whole = text.trimEnd().split("\n");
  const first = await verify(whole);
  assert.deepEqual([first.ok, first.rows, first.heads, first.keyPinned, first.badLine], [true, 7, 2, true, null]);
  for (let at = 0; at < whole.length; at++) {
    const line = whole[at] ?? "";
    const changed = line.includes('"kind":"row"') ? line.replace('"Test"', '"Tesd"') : line.replace(/\d(?=\D*$)/, "x");
    for (const content of [whole.with(at, changed), whole.toSpliced(at, 1), whole.slice(0, at)]) {
      const ok = await verify(content).then(
        (verdict) => verdict.ok,
        () => false,
      );
      // Without an earlier head the later one still holds everything.
      if (!(line.includes('"kind":"head"') && content.length === whole.length - 1))
        assert.equal(ok, false, `line ${at}`);
    }
  }
  const edited = whole.map((line) => (line.includes('"seq":3,') ? line.replace("portal", "portak") : line));
  assert.deepEqual((await verify(edited)).problem, { kind: "edited", seq: 3, after: 2 });
  await assert.rejects(exportAudit(as("dpo", { steppedUpAt: null })), { code: "step-up" });
  await assert.rejects(exportAudit(as("reseller", { via: "cli" })), { code: "forbidden" });
});

test("a verification is asked for once, tells how far it is, and can be cancelled", async (t) => {
  const { installation, companyId, write, as } = await openAudit(t);
  await write(5);
  const ctx = as("dpo");
  await askCheck(ctx);
  await assert.rejects(askCheck(ctx), { code: "conflict" });
  assert.equal((await showChain(ctx)).check?.state, "waiting");
  assert.deepEqual(await cancelCheck(ctx), { cancelled: true });
  await checkChain(installation, companyId);
  assert.equal((await showChain(ctx)).check?.state, "cancelled");
  await askCheck(ctx);
  await checkChain(installation, companyId);
  const view = await showChain(ctx);
  assert.deepEqual([view.check?.state, view.check?.rowsDone, view.verdict?.ok], ["done", 8, true]);
  assert.deepEqual(await cancelCheck(ctx), { cancelled: false });
  await assert.rejects(askCheck(as("reseller")), { code: "forbidden" });
});
