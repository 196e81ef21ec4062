import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { addCertificate, certificateById, changeErasure } from "../store/index.ts";
import { askFor, workOf } from "./erase-fixture.ts";
import { listCertificates } from "./list-certificates.ts";
import { listErasures } from "./list-erasures.ts";
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

test("an erasure that is under way is listed however many have ended since", async (t) => {
  const fixture = await openPrivacyFixture(t);
  await fixture.store([
    { at: new Date("2026-06-10T08:00:00Z"), parties: [{ role: "calling", class: "phone", text: NUMBER }] },
  ]);
  const { erasureId } = await askFor(fixture, { text: NUMBER });
  const { companyId } = fixture;
  await withCompany(fixture.db.data("owner"), companyId, async (tx) => {
    for (let i = 1; i <= 130; i++)
      await tx`insert into data.erasure select (jsonb_populate_record(e, jsonb_build_object('id', ${randomUUID()}::text, 'state', 'done',
        'created_at', e.created_at + ${`${i} seconds`}::text::interval))).* from data.erasure e where e.id = ${erasureId}`;
  });
  const ctx = fixture.as("dpo");
  assert.deepEqual(
    (await listErasures(ctx, { open: true })).erasures.map((one) => one.erasureId),
    [erasureId],
  );
  const first = await listErasures(ctx, {});
  const second = await listErasures(ctx, { cursor: first.next ?? "" });
  assert.deepEqual([first.erasures.length, second.erasures.length, second.next], [100, 31, null]);
  await withCompany(fixture.db.data("web"), companyId, (tx) =>
    changeErasure(tx, companyId, erasureId, { state: "failed" }),
  );
  assert.equal((await listErasures(ctx, { open: true })).erasures[0]?.state, "failed");
});
