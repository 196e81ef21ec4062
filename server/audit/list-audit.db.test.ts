import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { readSight } from "../domain/sight.ts";
import { seededRandom } from "../domain/seeded-random.ts";
import { findSubjects } from "../keyring/index.ts";
import { openPrivacyFixture, type PrivacyFixture } from "../privacy/privacy-fixture.ts";
import { appendAudit, setRule } from "../store/index.ts";
import { audit, listAudit, subjectPseudonym, systemAudit } from "./index.ts";
import { verifyChain } from "./verify-chain.ts";

// One installation for the tests that leave its tables as they are, and a company for each.
const house = await openPrivacyFixture({ after });
const ANNA = "+46701740605";
const BENGT = "+46701740611";

async function withTwoPeople(t: { after(fn: () => Promise<void>): void }) {
  const fixture = await house.beside(t);
  const at = new Date("2026-06-10T08:00:00Z");
  await fixture.store([
    { at, parties: [{ role: "calling", class: "phone", text: ANNA }] },
    { at, parties: [{ role: "calling", class: "phone", text: BENGT }] },
  ]);
  return fixture;
}

/** An entry about somebody, as a verb writes it. */
async function about(fixture: PrivacyFixture, canonical: string, action: string, purpose = "Art. 15"): Promise<void> {
  const ctx = fixture.as("company-administrator");
  const [found] = await findSubjects(ctx.keyring, ctx.company.id, { class: 1, canonical });
  const subject = await subjectPseudonym(ctx, found?.subjectId);
  await withCompany(fixture.db.data("web"), ctx.company.id, (tx) => audit(ctx, tx, { action, subject, purpose }));
}

test("entries are found by the person they are about, through every month's name, in any notation and for no other one", async (t) => {
  const fixture = await withTwoPeople(t);
  await about(fixture, ANNA, "data.search");
  await about(fixture, BENGT, "data.search");
  fixture.time.now = new Date("2026-07-02T10:00:00Z");
  await about(fixture, ANNA, "data.export");
  const ctx = fixture.as("dpo");
  for (const text of ["070-174 06 05", ANNA, "0046 70 174 06 05"]) {
    const answer = await listAudit(ctx, { about: text, action: "data." });
    assert.deepEqual(
      answer.rows.map((row) => [row.action, row.about]),
      [
        ["data.export", "+46 70 174 •• ••"],
        ["data.search", "+46 70 174 •• ••"],
      ],
    );
  }
  const nobody = await listAudit(ctx, { about: "070-174 06 99" });
  assert.deepEqual([nobody.rows, nobody.read?.searchable, nobody.read?.known], [[], true, false]);
  assert.equal((await listAudit(ctx, { about: "hello" })).read?.searchable, false);
});

test("what a rule masks to everybody the audit masks too, whatever a profile shows", async (t) => {
  const fixture = await withTwoPeople(t);
  await about(fixture, ANNA, "data.search");
  const { sight } = fixture.as("dpo").actor;
  const ctx = fixture.as("dpo", { sight: { ...sight, phone: "shown" } });
  const shown = async () => (await listAudit(ctx, { action: "data." })).rows.map((row) => row.about);
  assert.deepEqual(await shown(), ["+46 70 174 06 05"]);
  const rule = { companyId: ctx.company.id, product: 1, class: 1, keptDays: 90, maskedAfterDays: 3 };
  await withCompany(fixture.db.data("web"), ctx.company.id, (tx) =>
    setRule(tx, { ...rule, reason: "a test", setBy: null, setAt: fixture.time.now }),
  );
  assert.deepEqual(await shown(), ["+46 70 174 •• ••"]);
});

test("reading the audit is an entry itself: about a person who was found, and about nobody otherwise", async (t) => {
  const fixture = await withTwoPeople(t);
  await about(fixture, ANNA, "data.search");
  const ctx = fixture.as("dpo");
  await listAudit(ctx, { about: ANNA });
  await listAudit(ctx, { about: BENGT });
  await listAudit(ctx, { about: "070-174 06 99" });
  const { rows } = await listAudit(ctx, { actor: "test", purpose: "nothing of the kind" });
  assert.deepEqual(rows, []);
  const all = await listAudit(ctx, {});
  assert.deepEqual(
    all.rows.map((row) => [row.action, row.aboutKind]),
    [
      ["audit.read", "nobody"],
      ["audit.search", "nobody"],
      ["audit.search", "nobody"],
      ["audit.search", "person"],
      ["data.search", "person"],
    ],
  );
  const stored = await withCompany(
    fixture.db.data("owner"),
    ctx.company.id,
    (tx) => tx`select a::text as row from data.audit a`,
  );
  for (const trace of ["1740605", "1740611", "1740699", "nothing of the kind"])
    assert.ok(!JSON.stringify(stored).includes(trace), trace);
});

test("filters narrow by actor, kind, reason and days of the company, and pages follow each other without a gap", async (t) => {
  const fixture = await withTwoPeople(t);
  const { companyId } = fixture;
  const web = fixture.db.data("web");
  for (let day = 1; day <= 9; day++) {
    // Half an hour before midnight in the company's zone.
    fixture.time.now = new Date(Date.UTC(2026, 5, day, 21, 30));
    await withCompany(web, companyId, async (tx) => {
      await audit(fixture.as("dpo", { name: "Åsa" }), tx, { action: "source.test", purpose: `Ärende 2026-${day}` });
      await systemAudit(fixture.installation, tx, companyId, { action: "retention.purged", detail: { calls: day } });
    });
  }
  const ctx = fixture.as("dpo", { name: "reader" });
  const seen = async (input: Parameters<typeof listAudit>[1]) =>
    (await listAudit(ctx, input)).rows.map((row) => `${row.actor} ${row.at.getUTCDate()}`);
  assert.deepEqual(await seen({ actor: "ÅS", from: "2026-06-08" }), ["Åsa 9", "Åsa 8"]);
  assert.deepEqual(await seen({ action: "retention.", from: "2026-06-02", to: "2026-06-03" }), [
    "Gallra 3",
    "Gallra 2",
  ]);
  assert.deepEqual(await seen({ purpose: "ärende 2026-4" }), ["Åsa 4"]);
  assert.deepEqual(await seen({ purpose: "%" }), []);
  assert.deepEqual(await seen({ to: "2025-01-01" }), []);
  const numbers: number[] = [];
  let before: number | undefined;
  do {
    const page = await listAudit(ctx, { limit: 4, action: "source.", ...(before === undefined ? {} : { before }) });
    numbers.push(...page.rows.map((row) => row.seq));
    before = page.next ?? undefined;
  } while (before !== undefined);
  assert.deepEqual(numbers, [17, 15, 13, 11, 9, 7, 5, 3, 1]);
});

test("people are shown by the reader's sight, and who has no right to the audit gets none", async (t) => {
  const fixture = await withTwoPeople(t);
  await about(fixture, ANNA, "data.search");
  const read = async (sight: object) => {
    const { sight: own } = fixture.as("dpo").actor;
    const ctx = fixture.as("dpo", { sight: readSight({ ...own, ...sight }) });
    const { rows } = await listAudit(ctx, { action: "data." });
    return [rows[0]?.about, rows[0]?.aboutKind];
  };
  assert.deepEqual(await read({ phone: "masked", maskDigits: 6 }), ["+46 70 1•• •• ••", "person"]);
  assert.deepEqual(await read({ phone: "hidden" }), ["hidden", "hidden"]);
  for (const profile of ["reseller", "system-administrator", "supervisor", "end-user"] as const)
    await assert.rejects(listAudit(fixture.as(profile), {}), { code: "forbidden" }, profile);
  await assert.rejects(listAudit(fixture.as("dpo", { companyId: 999 }), {}), { code: "forbidden" });
});

test("of a thousand numbers that people write into reasons none stands in the audit", async (t) => {
  const fixture = await house.beside(t);
  const random = seededRandom(17);
  const ctx = fixture.as("dpo");
  const written: string[] = [];
  await withCompany(fixture.db.data("web"), fixture.companyId, async (tx) => {
    for (let n = 0; n < 1_000; n++) {
      const tail = String(5 + Math.floor(random() * 95)).padStart(2, "0");
      const forms = [
        `070-174 06 ${tail}`,
        `+467017406${tail}`,
        `08-465 004 ${tail}`,
        `0046 (0)40 628 04 ${tail}`,
        `19811228-98${tail}`,
      ];
      const number = forms[n % forms.length] ?? "";
      written.push(number);
      await audit(ctx, tx, {
        action: "data.export",
        purpose: `Anna ringde från ${number} den 3 maj, ärende 2026-${n}`,
      });
    }
  });
  const rows = await withCompany(
    fixture.db.data("owner"),
    fixture.companyId,
    (tx) => tx`select a::text as row from data.audit a`,
  );
  assert.equal(rows.length, 1_000);
  const dump = JSON.stringify(rows);
  const digits = dump.replace(/[\s()-]/g, "");
  for (const number of written) {
    assert.ok(!dump.includes(number), number);
    assert.ok(!digits.includes(number.replace(/\D/g, "").slice(-8)), number);
  }
  assert.ok(dump.includes("ärende 2026-999"));
});

test("the audit of an installation of an earlier release is chained as it stands", async (t) => {
  const fixture = await openPrivacyFixture(t);
  const { companyId, db } = fixture;
  const owner = db.data("owner");
  await owner.unsafe(
    "alter table data.audit alter prev drop not null, alter hash drop not null; alter table data.audit_head alter hash drop not null",
  );
  for (const company of [0, companyId]) {
    await owner.begin(async (tx) => {
      await tx.unsafe(`set local app.company_id = '${company}'`);
      await tx`insert into data.audit (company_id, seq, at, actor, action, detail)
        select ${company}, n, now() - n * interval '1 hour', 'before', 'data.search', jsonb_build_object('shown', n) from generate_series(1, 20) n`;
      await tx`insert into data.audit_head (company_id, seq) values (${company}, 20)`;
    });
  }
  const file = new URL("../../db/data/migrations/0015_audit_chain.sql", import.meta.url);
  const chaining = readFileSync(file, "utf8")
    .split("--> statement-breakpoint")
    .find((part) => part.includes("do $$"));
  await owner.unsafe(chaining ?? "");
  const entry = { actorId: null, subjectPseudonym: null, purpose: null, ip: null, actor: "after", detail: {} };
  await withCompany(db.data("web"), companyId, (tx) =>
    appendAudit(tx, { ...entry, companyId, at: fixture.time.now, action: "data.search" }),
  );
  const key = fixture.installation.keyring.signing.publicJwk;
  const verdicts = [
    await verifyChain(db.data("web"), 0, { heads: [], key }),
    await verifyChain(db.data("web"), companyId, { heads: [], key }),
  ];
  assert.deepEqual(
    verdicts.map(({ ok, rows }) => [ok, rows]),
    [
      [true, 20],
      [true, 21],
    ],
  );
});
