import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { addCertificate, certificateById } from "../store/index.ts";
import { askFor, workOf } from "./erase-fixture.ts";
import { listCertificates } from "./list-certificates.ts";
import { openPrivacyFixture } from "./privacy-fixture.ts";
import { runErasure } from "./run-erasure.ts";

const NUMBER = "+46701740605";

test("every certificate is listed, page by page, none twice, also where many were issued at one moment", async (t) => {
  const fixture = await openPrivacyFixture(t);
  await fixture.store([
    { at: new Date("2026-06-10T08:00:00Z"), parties: [{ role: "calling", class: "phone", text: NUMBER }] },
  ]);
  await runErasure(workOf(fixture, (await askFor(fixture, { text: NUMBER })).erasureId));
  const ctx = fixture.as("dpo");
  const [real] = (await listCertificates(ctx)).certificates;
  const { companyId } = fixture;
  await withCompany(fixture.db.data("web"), companyId, async (tx) => {
    const row = await certificateById(tx, companyId, real?.certificateId ?? "");
    if (row === null) throw new Error("the certificate was just listed");
    for (let i = 0; i < 230; i++)
      await addCertificate(tx, {
        ...row,
        id: randomUUID(),
        issuedAt: new Date(row.issuedAt.getTime() - (i % 7) * 1_000),
      });
  });
  const seen: string[] = [];
  const moments: number[] = [];
  let pages = 0;
  for (let cursor: string | null | undefined; cursor !== null; pages++) {
    const page = await listCertificates(ctx, { limit: 50, ...(cursor === undefined ? {} : { cursor }) });
    seen.push(...page.certificates.map((one) => one.certificateId));
    moments.push(...page.certificates.map((one) => one.issuedAt.getTime()));
    cursor = page.next;
  }
  assert.deepEqual([seen.length, new Set(seen).size, pages], [231, 231, 5]);
  assert.deepEqual(
    moments,
    moments.toSorted((a, b) => b - a),
    "the newest first",
  );
  await assert.rejects(listCertificates(ctx, { cursor: "another list" }), { code: "bad-input" });
  await assert.rejects(listCertificates(fixture.as("supervisor")), { code: "forbidden" });
});
