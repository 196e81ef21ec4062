import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import type { CompanyContext } from "../context.ts";
import { verifyStatement } from "../keyring/index.ts";
import { addSource } from "../store/index.ts";
import { startSource } from "../collect/index.ts";
import { changeCompany } from "../directory/change-company.ts";
import { endDecision } from "./disposal/end-decision.ts";
import { disposalProtocol } from "./disposal/protocol.ts";
import { recordDecision } from "./disposal/record-decision.ts";
import { refuseWithoutDecision } from "./disposal/refuse-without-decision.ts";
import { showDisposal } from "./disposal/show-disposal.ts";
import { openPrivacyFixture, type PrivacyFixture } from "./privacy-fixture.ts";
import { applyRules } from "./retention/apply-rules.ts";
import { destroyDue } from "./retention/destroy-due.ts";
import { purgeCompany } from "./retention/purge-company.ts";
import { search } from "./search.ts";
import { setRetention } from "./set-retention.ts";
import { showRetention } from "./show-retention.ts";

const NUMBER = "+46701740605";
const phone = { role: "calling", class: "phone", text: NUMBER } as const;
const DECISION = {
  authority: "Socialnämnden i Ekdala",
  number: "SN 2026:7",
  decidedOn: "2026-02-01",
  about: "Uppgifter om samtal är av ringa betydelse",
  items: [{}],
};
const workOf = (fixture: PrivacyFixture) => ({ ...fixture.installation, company: fixture.as("reseller").company });
const openPublic = (t: Parameters<typeof openPrivacyFixture>[0]) => openPrivacyFixture(t, "Europe/Stockholm", "public");
// One installation for the tests that destroy nothing that is due in it, and a public body for each.
const house = await openPublic({ after });
const found = async (fixture: PrivacyFixture) => (await search(fixture.as("dpo"), { text: NUMBER })).hits.length;

async function addSourceOf(ctx: CompanyContext): Promise<number> {
  const sql = ctx.sql.web;
  if (sql === undefined) throw new Error("the door is open in tests");
  const place = { timeZone: null, country: null, outsideLine: null, extensionDigits: null, internationalPrefix: null };
  const source = { name: "pbx", transport: "shared-file", driver: "asterisk-cdr-csv", product: 4 };
  return await withCompany(sql, ctx.company.id, (tx) =>
    addSource(tx, {
      companyId: ctx.company.id,
      ...source,
      settings: {},
      driverOptions: {},
      ...place,
      keepNames: false,
    }),
  );
}

test("without a decision a public body's source does not start, its rules cannot be set and no erasure is taken, with the reason", async (t) => {
  const fixture = await house.beside(t);
  const ctx = fixture.as("company-administrator");
  const sourceId = await addSourceOf(ctx);
  await assert.rejects(startSource(ctx, { sourceId }), { code: "conflict", message: /no disposal decision covers/ });
  const wanted = { changes: [{ product: "pbx" as const, class: "phone" as const, keptDays: 30 }], reason: "shorter" };
  await assert.rejects(setRetention(fixture.as("reseller"), wanted), { code: "conflict" });
  const refused = withCompany(fixture.db.data("web"), fixture.companyId, (tx) =>
    refuseWithoutDecision(tx, ctx.company),
  );
  await assert.rejects(refused, { code: "conflict", message: /public records/ });
  for (const who of ["reseller", "supervisor"] as const)
    await assert.rejects(recordDecision(fixture.as(who), DECISION), { code: "forbidden" });
  await recordDecision(fixture.as("dpo"), DECISION);
  await startSource(ctx, { sourceId });
  await withCompany(fixture.db.data("web"), fixture.companyId, (tx) => refuseWithoutDecision(tx, ctx.company));
  assert.equal((await setRetention(fixture.as("reseller"), wanted)).state, "cooling");
  await assert.rejects(recordDecision(fixture.as("dpo"), DECISION), { code: "conflict" }, "one decision a class");
});

test("what nobody has decided on is neither destroyed nor hidden when its day comes, and goes once it is decided on", async (t) => {
  const fixture = await openPublic(t);
  const first = await recordDecision(fixture.as("dpo"), DECISION);
  await fixture.store([{ at: new Date("2026-06-10T08:00:00Z"), product: "tid", kind: "callback", parties: [phone] }]);
  await endDecision(fixture.as("dpo"), { decisionId: first.decisionId, reason: "appealed" });
  await applyRules(workOf(fixture));
  assert.equal((await showDisposal(fixture.as("dpo"))).undecided.length, 4);
  assert.ok((await showRetention(fixture.as("dpo"))).rules.every((rule) => rule.undecided && rule.keptDays === null));
  fixture.time.now = new Date("2026-07-20T10:00:00Z");
  await destroyDue(fixture.installation);
  await purgeCompany(workOf(fixture));
  assert.equal(await found(fixture), 1);
  await recordDecision(fixture.as("dpo"), DECISION);
  await purgeCompany(workOf(fixture));
  assert.equal(await found(fixture), 0);
});

test("a key that is due when its decision has just ended is left by whatever destroys", async (t) => {
  const fixture = await openPublic(t);
  const { decisionId } = await recordDecision(fixture.as("dpo"), DECISION);
  await fixture.store([{ at: new Date("2026-06-10T08:00:00Z"), product: "tid", kind: "callback", parties: [phone] }]);
  fixture.time.now = new Date("2026-06-20T10:00:00Z");
  await endDecision(fixture.as("dpo"), { decisionId, reason: "appealed" });
  assert.deepEqual(await destroyDue(fixture.installation), { keys: 0, companies: 0 });
  assert.equal((await purgeCompany(workOf(fixture))).slices, 0);
});

test("a decision's days stand above the rules: shorter ones are lengthened at once, longer ones shortened after their cool-down", async (t) => {
  const fixture = await house.beside(t);
  const items = [
    { products: ["tid" as const], shortestDays: 30 },
    { products: ["pbx" as const, "cc" as const, "presentity" as const], longestDays: 60 },
  ];
  await recordDecision(fixture.as("dpo"), { ...DECISION, items });
  const days = new Map(
    (await showRetention(fixture.as("dpo"))).rules.map((rule) => [`${rule.product} ${rule.class}`, rule.keptDays]),
  );
  assert.deepEqual(
    ["tid phone", "tid call", "pbx phone", "pbx ssn"].map((key) => days.get(key)),
    [30, 1095, 120, 7],
  );
  const set = (keptDays: number) =>
    setRetention(fixture.as("reseller"), { changes: [{ product: "tid", class: "phone", keptDays }], reason: "try" });
  await assert.rejects(set(20), { code: "bad-input", message: /30 days at least/ });
  fixture.time.now = new Date("2026-06-23T10:00:00Z");
  await applyRules(workOf(fixture));
  const later = (await showRetention(fixture.as("dpo"))).rules.find(
    (one) => one.product === "pbx" && one.class === "phone",
  );
  assert.equal(later?.keptDays, 60);
});

test("the protocol of a period tells what went under which decision, is signed, and holds nobody's number", async (t) => {
  const fixture = await house.beside(t);
  await recordDecision(fixture.as("dpo"), DECISION);
  await fixture.store([{ at: new Date("2026-06-10T08:00:00Z"), parties: [phone] }]);
  const owner = fixture.db.data("owner");
  await withCompany(
    owner,
    fixture.companyId,
    (tx) => tx`
    insert into data.purge_log (company_id, expires_on, product, class, went_at, held) values
      (${fixture.companyId}, '2026-06-16', 4, 1, '2026-06-16T00:15:00Z', 5), (${fixture.companyId}, '2026-06-17', 4, 1, '2026-06-17T00:15:00Z', 2),
      (${fixture.companyId}, '2026-06-10', 4, 1, '2026-06-10T00:15:00Z', 3), (${fixture.companyId}, '2026-05-17', 4, 1, '2026-05-17T00:15:00Z', 9)`,
  );
  const { statement, text } = await disposalProtocol(fixture.as("dpo"), { from: "2026-06-01", to: "2026-06-30" });
  assert.deepEqual(
    statement.lines.map((line) => [line.class, line.decision?.number ?? null, line.nights, line.values]),
    [
      ["phone", null, 1, 3],
      ["phone", "SN 2026:7", 2, 7],
    ],
    "what went before it was recorded went under no decision",
  );
  const { jws } = JSON.parse(text) as { jws: string };
  assert.deepEqual((await verifyStatement(jws)).payload, statement);
  const forged = jws.split(".").with(1, Buffer.from(JSON.stringify({ ...statement, values: 1 })).toString("base64url"));
  await assert.rejects(verifyStatement(forged.join(".")));
  assert.doesNotMatch(text, /740605/);
  await assert.rejects(disposalProtocol(fixture.as("supervisor"), { from: "2026-06-01", to: "2026-06-30" }), {
    code: "forbidden",
  });
});

test("a company that holds records does not cease to be a public body, and one that becomes it stops what is undecided", async (t) => {
  const fixture = await openPrivacyFixture(t);
  const ctx = fixture.as("company-administrator");
  const sourceId = await addSourceOf(ctx);
  await startSource(ctx, { sourceId });
  const { companyId: _, ...reseller } = fixture.as("reseller").actor;
  const actor = { ...reseller, companyId: null, accountId: randomUUID() };
  const settings = { companyId: fixture.companyId, name: "Ekbacken", kind: "public" as const, outsideLine: "0" };
  const rest = {
    timeZone: "Europe/Stockholm",
    country: "SE",
    extensionDigits: 4,
    internationalPrefix: null,
    language: "sv" as const,
  };
  await changeCompany({ ...fixture.as("reseller"), actor }, { ...settings, ...rest });
  const rows = await withCompany(
    fixture.db.data("owner"),
    fixture.companyId,
    (tx) => tx`select state from data.source`,
  );
  assert.deepEqual(
    rows.map((row) => row["state"]),
    ["stopped"],
  );
  await fixture.store([{ at: new Date("2026-06-10T08:00:00Z"), parties: [phone] }]);
  await assert.rejects(changeCompany({ ...fixture.as("reseller"), actor }, { ...settings, ...rest, kind: "private" }), {
    code: "conflict",
  });
});
