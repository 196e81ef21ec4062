import assert from "node:assert/strict";
import { after, test } from "node:test";
import { liveSlices } from "../keyring/index.ts";
import { justifySsn } from "./collected/justify-ssn.ts";
import { setCollected } from "./collected/set-collected.ts";
import { showCollected } from "./collected/show-collected.ts";
import { withdrawSsn } from "./collected/withdraw-ssn.ts";
import { openPrivacyFixture, type PrivacyFixture } from "./privacy-fixture.ts";
import { applyRules } from "./retention/apply-rules.ts";
import { search } from "./search.ts";

// One installation for all tests, and a company for each.
const house = await openPrivacyFixture({ after });
const SSN = "198112289874";
const NUMBER = "+46701740605";
const GROUND = { ground: "identification", reason: "callers have to be identified" } as const;
const workOf = (fixture: PrivacyFixture) => ({ ...fixture.installation, company: fixture.as("reseller").company });
const call = {
  at: new Date("2026-06-14T08:00:00Z"),
  parties: [
    { role: "calling", class: "phone", text: NUMBER },
    { role: "calling", class: "ssn", text: SSN },
    { role: "calling", class: "ssn_truncated", text: SSN.slice(0, 8) },
  ],
} as const;

test("a ground is recorded by the company's own people with the password, once at a time, and stays in the list when withdrawn", async (t) => {
  const fixture = await house.beside(t);
  for (const who of ["reseller", "supervisor", "system-administrator"] as const)
    await assert.rejects(justifySsn(fixture.as(who), GROUND), { code: "forbidden" });
  await assert.rejects(justifySsn(fixture.as("dpo", { steppedUpAt: null }), GROUND), { code: "step-up" });
  await assert.rejects(justifySsn(fixture.as("dpo"), { ...GROUND, reason: "because" }));
  assert.equal((await showCollected(fixture.as("dpo"))).ground, null, "off until somebody says why");
  await justifySsn(fixture.as("dpo"), { ...GROUND, reason: "asked by 19811228-9874, who has to be identified" });
  await assert.rejects(justifySsn(fixture.as("company-administrator"), GROUND), { code: "conflict" });
  const { ground } = await showCollected(fixture.as("reseller"));
  assert.ok(ground?.ground === "identification" && !ground.reason.includes("9874"));
  await withdrawSsn(fixture.as("company-administrator"), { reason: "not needed" });
  await assert.rejects(withdrawSsn(fixture.as("dpo"), { reason: "again" }), { code: "conflict" });
  const after = await showCollected(fixture.as("dpo"));
  assert.deepEqual([after.ground, after.earlier.length], [null, 1]);
});

test("withdrawn with an end, every form of every identity number goes and the rest of the call stays", async (t) => {
  const fixture = await house.beside(t);
  await justifySsn(fixture.as("dpo"), GROUND);
  await fixture.store([call]);
  await withdrawSsn(fixture.as("dpo"), { reason: "not needed", endStored: false });
  await applyRules(workOf(fixture));
  const hits = async (text: string) => (await search(fixture.as("dpo"), { text })).hits.length;
  assert.deepEqual([await hits(SSN), await hits(NUMBER)], [1, 1], "without an end they go by their rules");
  await justifySsn(fixture.as("dpo"), GROUND);
  await withdrawSsn(fixture.as("dpo"), { reason: "not needed", endStored: true });
  await applyRules(workOf(fixture));
  assert.deepEqual([await hits(SSN), await hits(NUMBER)], [0, 1]);
  assert.deepEqual(await liveSlices(fixture.installation.keyring, fixture.companyId, { classes: [2, 3] }), []);
  assert.deepEqual(await applyRules(workOf(fixture)), { destroyed: 0, moved: 0 });
});

test("what is collected is the company's choice, and never the reseller's", async (t) => {
  const fixture = await house.beside(t);
  const wanted = { field: "queue", kept: false, reason: "not needed" } as const;
  await assert.rejects(setCollected(fixture.as("reseller"), wanted), { code: "forbidden" });
  const { fields } = await setCollected(fixture.as("dpo"), wanted);
  assert.deepEqual(
    fields.map((field) => [field.field, field.kept, field.isDefault]),
    [
      ["calling-name", true, true],
      ["called-name", true, true],
      ["queue", false, false],
      ["trunk", false, true],
    ],
  );
});

test("a company that moves to another zone keeps the ends of what it has; no rule moves them", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([call]);
  const ends = async () =>
    (await liveSlices(fixture.installation.keyring, fixture.companyId, { classes: [1, 2, 3] }))
      .map((slice) => slice.destroyAt.toISOString())
      .toSorted();
  const before = await ends();
  const { company } = fixture.as("reseller");
  const moved = { ...workOf(fixture), company: { ...company, timeZone: "Pacific/Kiritimati" } };
  assert.deepEqual(await applyRules(moved), { destroyed: 0, moved: 0 });
  assert.deepEqual(await ends(), before);
});
