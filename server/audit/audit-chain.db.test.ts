import assert from "node:assert/strict";
import { test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { openPrivacyFixture } from "../privacy/privacy-fixture.ts";
import { appendAudit, auditRows, INSTALLATION, withAuditOf } from "../store/index.ts";
import { digestOf } from "./chain/digest.ts";
import { verifyChain } from "./verify-chain.ts";

const entry = {
  at: new Date("2026-06-15T10:00:00.123Z"),
  actorId: "0190a800-0000-7000-8000-000000000001",
  actor: "Åsa, 5:x,",
  action: "data.search",
  subjectPseudonym: "0190a800-0000-7000-8000-00000000000a",
  purpose: "ärende \u{1F4DE} 12",
  detail: { via: "portal", shown: 3, ratio: 0.25, none: null, å: true, nested: { b: 1, a: [1, 2] } },
  ip: "192.0.2.7",
};

test("what the database hashed a verifier computes again, for every kind of value and in the installation's audit too", async (t) => {
  const { db, companyId, installation } = await openPrivacyFixture(t);
  const web = db.data("web");
  const key = installation.keyring.signing.publicJwk;
  for (const company of [companyId, INSTALLATION]) {
    const nothing = { actorId: null, subjectPseudonym: null, purpose: null, ip: null, detail: {} };
    for (const one of [entry, { ...entry, ...nothing }, { ...entry, purpose: "", at: new Date(0) }]) {
      await withAuditOf(web, company, (tx) => appendAudit(tx, { ...one, companyId: company }));
    }
    const rows = await withAuditOf(web, company, (tx) => auditRows(tx, company, 0, 10));
    assert.equal(rows.length, 3);
    for (const row of rows) assert.equal(digestOf(company, row, row.prev), row.hash);
    const verdict = await verifyChain(web, company, { heads: [], key, pageSize: 2 });
    assert.deepEqual([verdict.ok, verdict.rows, verdict.problem], [true, 3, null]);
  }
});

test("fifty writers at once make one chain without a gap or a fork, and a transaction that fails leaves none", async (t) => {
  const { db, companyId, installation } = await openPrivacyFixture(t);
  const web = db.data("web");
  const numbers = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      withCompany(web, companyId, async (tx) => {
        const seq = await appendAudit(tx, { ...entry, companyId });
        if (n % 10 === 0) throw new Error("rolled back");
        return seq;
      }).catch(() => null),
    ),
  );
  const written = numbers.filter((seq) => seq !== null).sort((a, b) => a - b);
  assert.deepEqual(
    written,
    Array.from({ length: 45 }, (_, n) => n + 1),
  );
  const key = installation.keyring.signing.publicJwk;
  assert.deepEqual((await verifyChain(web, companyId, { heads: [], key })).rows, 45);
});

test("no role of the application writes, changes or deletes an entry past the one function", async (t) => {
  const { db, companyId } = await openPrivacyFixture(t);
  await withCompany(db.data("web"), companyId, (tx) => appendAudit(tx, { ...entry, companyId }));
  for (const role of ["web", "ingest", "keeper", "report", "collect"] as const) {
    for (const statement of [
      "insert into data.audit (company_id, seq, at, actor, action, detail, prev, hash) values (1, 9, now(), 'x', 'x', '{}', '', '')",
      "update data.audit set actor = 'x'",
      "delete from data.audit",
      "update data.audit_head set seq = 0",
      "delete from data.audit_checkpoint",
      "select data.audit_hash('', 1, 1, now(), null, 'x', 'x', null, null, '{}', null)",
    ]) {
      await assert.rejects(
        withCompany(db.data(role), companyId, (tx) => tx.unsafe(statement)),
        { code: "42501" },
        `${role}: ${statement}`,
      );
    }
  }
});
