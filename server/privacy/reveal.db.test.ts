import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { AppError } from "../domain/app-error.ts";
import { rightsOf } from "../domain/rights.ts";
import type { Sight } from "../domain/sight.ts";
import { listAudit } from "../audit/index.ts";
import { suspendSubjects } from "../keyring/index.ts";
import { gather } from "./erase/gather.ts";
import { freezeSelection } from "./freeze-selection.ts";
import { openPrivacyFixture, type PrivacyFixture } from "./privacy-fixture.ts";
import { reveal, REVEALS_AN_HOUR, type RevealInput } from "./reveal.ts";
import { withoutIds } from "../domain/testing/without-ids.ts";

// One installation for all tests, and a company for each.
const house = await openPrivacyFixture({ after });
const NUMBER = "+46701740605";
const OTHER = "+46701740611";
const WHY = "the caller asks to be called back";

test("a value is shown once, with its purpose and its subject in the audit, for both parties of a call", async (t) => {
  const fixture = await house.beside(t);
  const [hitId] = await fixture.store([call()]);
  const ctx = fixture.as("company-administrator");
  const own = await reveal(ctx, { ...ask(hitId), purpose: WHY });
  assert.equal(own.value, "+46 70 174 06 05");
  assert.equal(own.left, REVEALS_AN_HOUR - 1);
  const other = await reveal(ctx, { ...ask(hitId), role: "called", purpose: WHY });
  assert.equal(other.value, "+46 70 174 06 11");
  const { rows } = await listAudit(ctx, { action: "data.reveal" });
  assert.equal(rows.length, 2);
  assert.equal(rows[1]?.purpose, WHY);
  assert.equal(rows[1]?.about, "+46 70 174 •• ••");
  assert.equal(withoutIds(rows).includes("0605"), false);
});

test("nobody reveals without the right, a fresh password or a purpose, nor writes a number into the purpose", async (t) => {
  const fixture = await house.beside(t);
  const [hitId] = await fixture.store([call()]);
  const ctx = fixture.as("company-administrator");
  for (const profile of ["reseller", "system-administrator", "supervisor", "end-user"] as const)
    await refused(reveal(fixture.as(profile), { ...ask(hitId), purpose: WHY }), "forbidden");
  const tired = fixture.as("company-administrator", { steppedUpAt: null });
  await refused(reveal(tired, { ...ask(hitId), purpose: WHY }), "step-up");
  await refused(reveal(ctx, { ...ask(hitId), purpose: "call 070-174 06 05" }), "bad-input");
  await refused(reveal(ctx, { ...ask(hitId), purpose: "19811228-9874" }), "bad-input");
  await assert.rejects(reveal(ctx, { ...ask(hitId), purpose: "  " }));
  assert.equal((await listAudit(ctx, { action: "data.reveal" })).rows.length, 0);
});

test("a field that the profile hides is not revealed, a masked one is", async (t) => {
  const fixture = await house.beside(t);
  const [hitId] = await fixture.store([call()]);
  const see = (changes: Partial<Sight>) => {
    const rights = rightsOf("company-administrator");
    return fixture.as("company-administrator", { sight: { ...rights.sight, ...changes } });
  };
  await refused(reveal(see({ phone: "hidden" }), { ...ask(hitId), purpose: WHY }), "forbidden");
  assert.match((await reveal(see({ maskDigits: "all" }), { ...ask(hitId), purpose: WHY })).value, /06 05$/);
});

test("what is erased, about to be erased, expired or was never there is told apart, and spends nothing", async (t) => {
  const fixture = await house.beside(t);
  const [hitId] = await fixture.store([call()]);
  const ctx = fixture.as("company-administrator");
  await refused(reveal(ctx, { ...ask(hitId), class: "ssn", purpose: WHY }), "not-found");
  await refused(reveal(ctx, { ...ask(randomUUID()), purpose: WHY }), "not-found");
  const { selectionId } = await freezeSelection(ctx, { text: NUMBER });
  const { selected } = await withCompany(fixture.db.data("web"), fixture.companyId, (tx) =>
    gather(tx, ctx, selectionId),
  ).then((gathered) => gathered);
  const ids = selected.map((row) => Buffer.from(row.subject ?? "", "hex"));
  await suspendSubjects(ctx.keyring, fixture.companyId, ids, new Date("2026-06-16T10:00:00Z"));
  assert.match(await sentence(reveal(ctx, { ...ask(hitId), purpose: WHY })), /about to be erased/);
  await setBits(fixture, hitId ?? "", 0b10_0000);
  assert.match(await sentence(reveal(ctx, { ...ask(hitId), role: "called", class: "ssn", purpose: WHY })), /erased/);
  fixture.time.now = new Date("2027-06-15T10:00:00Z");
  assert.match(await sentence(reveal(ctx, { ...ask(hitId), purpose: WHY })), /retention rule/);
  assert.equal((await listAudit(ctx, { action: "data.reveal" })).rows.length, 0);
});

test("the hour's budget holds for many at once, for each person by themselves, and comes back with time", async (t) => {
  const fixture = await house.beside(t);
  const [hitId] = await fixture.store([call()]);
  const ctx = fixture.as("company-administrator");
  const tries = await Promise.all(
    Array.from({ length: REVEALS_AN_HOUR + 5 }, () =>
      reveal(ctx, { ...ask(hitId), purpose: WHY }).then(
        () => "shown",
        (error: unknown) => (error instanceof AppError ? error.code : "failed"),
      ),
    ),
  );
  assert.equal(tries.filter((one) => one === "shown").length, REVEALS_AN_HOUR);
  assert.equal(tries.filter((one) => one === "limit").length, 5);
  assert.equal((await listAudit(ctx, { action: "data.reveal", limit: 200 })).rows.length, REVEALS_AN_HOUR);
  const colleague = fixture.as("dpo", { accountId: randomUUID() });
  assert.equal((await reveal(colleague, { ...ask(hitId), purpose: WHY })).left, REVEALS_AN_HOUR - 1);
  fixture.time.now = new Date(fixture.time.now.getTime() + 3_601_000);
  assert.equal((await reveal(ctx, { ...ask(hitId), purpose: WHY })).left, REVEALS_AN_HOUR - 1);
});

function call() {
  return {
    at: new Date("2026-06-10T08:00:00Z"),
    parties: [
      { role: "calling" as const, class: "phone" as const, text: NUMBER },
      { role: "called" as const, class: "phone" as const, text: OTHER },
    ],
  };
}

function ask(hitId: string | undefined): Omit<RevealInput, "purpose"> {
  return { hitId: hitId ?? "", role: "calling", class: "phone" };
}

/** As if these identifiers had been in the call and were erased. */
async function setBits(fixture: PrivacyFixture, hitId: string, bits: number): Promise<void> {
  await withCompany(
    fixture.db.data("owner"),
    fixture.companyId,
    (tx) => tx`update data.call_record set parties = parties | ${bits}, erased = coalesce(erased, 0) | ${bits}
      where company_id = ${fixture.companyId} and id = ${hitId}`,
  );
}

async function refused(work: Promise<unknown>, code: string): Promise<void> {
  await assert.rejects(work, (error: unknown) => error instanceof AppError && error.code === code);
}

async function sentence(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "shown",
    (error: unknown) => (error instanceof AppError ? error.message : "failed"),
  );
}
