import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { createSecrets, signStatement, verifyStatement } from "../keyring/index.ts";
import { askFor, workOf } from "./erase-fixture.ts";
import { listCertificates } from "./list-certificates.ts";
import { openPrivacyFixture } from "./privacy-fixture.ts";
import { runErasure } from "./run-erasure.ts";

const NUMBER = "+46701740605";

test("a certificate in the database that somebody signed with a key of theirs is shown to nobody", async (t) => {
  const fixture = await openPrivacyFixture(t);
  await fixture.store([
    { at: new Date("2026-06-10T08:00:00Z"), parties: [{ role: "calling", class: "phone", text: NUMBER }] },
  ]);
  await runErasure(workOf(fixture, (await askFor(fixture, { text: NUMBER })).erasureId));
  const ctx = fixture.as("dpo");
  const [real] = (await listCertificates(ctx)).certificates;
  const { payload } = await verifyStatement(real?.jws ?? "");
  const { signing } = await createSecrets(join(fixture.db.home, "elsewhere"));
  const forged = await signStatement({ ...ctx.keyring, signing }, { ...payload, reason: "Forged" });
  await withCompany(
    fixture.db.data("owner"),
    fixture.companyId,
    (tx) => tx`update data.certificate set jws = ${forged}`,
  );
  await assert.rejects(listCertificates(ctx), { code: "corrupt" });
});
