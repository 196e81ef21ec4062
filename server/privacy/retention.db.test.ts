import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { findSubjects, liveSlices } from "../keyring/index.ts";
import { listLeaves } from "../store/index.ts";
import { openPrivacyFixture, type PrivacyFixture, setAtOnce } from "./privacy-fixture.ts";
import { decideRetention } from "./decide-retention.ts";
import { prepareDays } from "./prepare-days.ts";
import { applyRules } from "./retention/apply-rules.ts";
import { purgeCompany } from "./retention/purge-company.ts";
import { search } from "./search.ts";
import { previewRetention, setRetention } from "./set-retention.ts";
import { showRetention } from "./show-retention.ts";
import { dropDays, listDue, sweep } from "./sweep.ts";

const NUMBER = "+46701740605";
const phone = { role: "calling", class: "phone", text: NUMBER } as const;
const day = (text: string) => new Date(`${text}T08:00:00Z`);

const workOf = (fixture: PrivacyFixture) => ({ ...fixture.installation, company: fixture.as("reseller").company });
const hitDays = async (fixture: PrivacyFixture) =>
  (await search(fixture.as("dpo"), { text: NUMBER })).hits.map((hit) => hit.date.toISOString().slice(0, 10));
const subjects = (fixture: PrivacyFixture) =>
  findSubjects(fixture.installation.keyring, fixture.companyId, { class: 1, canonical: NUMBER });

test("a shortened rule destroys what is past its new end and moves the rest, exactly as the preview said", async (t) => {
  const fixture = await openPrivacyFixture(t);
  await fixture.store(["2026-04-01", "2026-05-20", "2026-06-10"].map((text) => ({ at: day(text), parties: [phone] })));
  const change = { product: "pbx", class: "phone", keptDays: 30 } as const;
  const preview = await previewRetention(fixture.as("dpo"), { changes: [change], waived: true });
  const [step] = preview.steps;
  assert.deepEqual(
    [step?.direction, step?.before.keptDays, preview.valuesDestroyed, preview.valuesMoved],
    ["shorter", 120, 2, 4],
  );
  await setAtOnce(fixture, fixture.as("dpo"), { changes: [change], reason: "Not needed longer" });
  const settling = async () => (await previewRetention(fixture.as("dpo"), { changes: [change] })).settling;
  assert.deepEqual([preview.settling, await settling()], [false, true], "a figure says when it may still move");
  assert.deepEqual(await applyRules(workOf(fixture)), {
    destroyed: preview.slicesDestroyed,
    moved: preview.slicesMoved,
  });
  assert.deepEqual(await hitDays(fixture), ["2026-06-10", "2026-05-20"]);
  assert.deepEqual(
    await applyRules(workOf(fixture)),
    { destroyed: 0, moved: 0 },
    "applied once, nothing is left to do",
  );
  assert.equal(await settling(), false);
  const { hits } = await search(fixture.as("dpo"), { text: NUMBER });
  assert.deepEqual(
    hits.map((hit) => hit.erasedOn),
    ["2026-07-11", "2026-06-20"],
  );
  const ends = (await liveSlices(fixture.installation.keyring, fixture.companyId, { classes: [5] })).map(
    (slice) => slice.expiresOn,
  );
  assert.deepEqual(ends.toSorted(), ["2026-06-20", "2026-07-11"], "raw records never outlive the numbers in them");
});

test("an identifier whose last row went by a shortened rule leaves the keyring", async (t) => {
  const fixture = await openPrivacyFixture(t);
  await fixture.store([{ at: day("2026-04-01"), parties: [phone] }]);
  assert.equal((await subjects(fixture)).length, 1);
  const change = { product: "pbx", class: "phone", keptDays: 30 } as const;
  await setAtOnce(fixture, fixture.as("reseller"), { changes: [change], reason: "shorter" });
  await applyRules(workOf(fixture));
  assert.deepEqual(await subjects(fixture), []);
  const rows = await withCompany(fixture.db.data("owner"), fixture.companyId, (tx) => tx`select 1 from data.party`);
  assert.equal(rows.length, 0);
});

test("a lengthened rule keeps what still lives, and its identifiers with it, once the company has approved it", async (t) => {
  const fixture = await openPrivacyFixture(t);
  await fixture.store([
    { at: day("2026-06-10"), product: "tid", kind: "callback", parties: [{ ...phone, role: "caller" }] },
  ]);
  const change = { changes: [{ product: "tid", class: "phone", keptDays: 60 }], reason: "longer" } as const;
  const wanted = { ...change, changes: [...change.changes] };
  await assert.rejects(setRetention(fixture.as("dpo"), wanted), { code: "forbidden" });
  await assert.rejects(setRetention(fixture.as("company-administrator"), wanted), { code: "forbidden" });
  const { state, changeId } = await setRetention(fixture.as("reseller"), wanted);
  assert.deepEqual([state, await applyRules(workOf(fixture))], ["waiting", { destroyed: 0, moved: 0 }]);
  const administrator = fixture.as("company-administrator", { accountId: randomUUID() });
  await decideRetention(administrator, { changeId: changeId ?? "", decision: "approve" });
  await applyRules(workOf(fixture));
  fixture.time.now = new Date("2026-07-20T10:00:00Z");
  assert.deepEqual(await hitDays(fixture), ["2026-06-10"]);
  fixture.time.now = new Date("2026-08-10T10:00:00Z");
  assert.deepEqual(await hitDays(fixture), []);
});

test("a night: the keys of the day go at midnight of the company, the subjects with them, and the partition later", async (t) => {
  const fixture = await openPrivacyFixture(t);
  await fixture.store([
    { at: day("2026-06-10"), product: "tid", kind: "callback", parties: [{ ...phone, role: "caller" }] },
  ]);
  fixture.time.now = new Date("2026-06-17T21:59:59Z");
  assert.deepEqual(await hitDays(fixture), ["2026-06-10"]);
  assert.deepEqual(await purgeCompany(workOf(fixture)), { slices: 0, subjects: 0, calls: 0 });
  fixture.time.now = new Date("2026-06-17T22:00:00Z");
  assert.deepEqual(await hitDays(fixture), [], "refused from midnight on, whether or not a sweep has run");
  const { due } = await listDue(fixture.installation, fixture.time.now);
  assert.deepEqual(
    due.map((one) => [one.slug, one.slices]),
    [["ekbacken", 2]],
  );
  assert.deepEqual(await purgeCompany(workOf(fixture)), { slices: 2, subjects: 1, calls: 0 });
  assert.deepEqual(
    await purgeCompany(workOf(fixture)),
    { slices: 0, subjects: 0, calls: 0 },
    "a repetition finds nothing",
  );
  assert.deepEqual(await subjects(fixture), []);
});

test("a sweep asks for every company's purge, and refuses when clocks disagree or the last one is old", async (t) => {
  const fixture = await openPrivacyFixture(t);
  await fixture.store([
    { at: day("2026-06-10"), product: "tid", kind: "callback", parties: [{ ...phone, role: "caller" }] },
  ]);
  const asked: number[] = [];
  const to = {
    clocks: async () => [fixture.time.now],
    askKeys: async () => undefined,
    askPurge: async (id: number) => void asked.push(id),
    askDrop: async () => undefined,
  };
  await sweep(fixture.installation, to);
  assert.deepEqual(asked, [fixture.companyId]);
  const jumped = { ...to, clocks: async () => [new Date("2027-01-01T00:00:00Z")] };
  await assert.rejects(sweep(fixture.installation, jumped), { code: "conflict" });
  fixture.time.now = new Date("2026-06-19T10:00:00Z");
  await assert.rejects(sweep(fixture.installation, to), { code: "conflict" });
  await sweep(fixture.installation, to, { confirmed: true });
  fixture.time.now = new Date("2026-06-20T10:00:00Z");
  await sweep(fixture.installation, to);
});

test("partitions are dropped when their day is over everywhere and no key lives in it, and the night is on the page", async (t) => {
  const fixture = await openPrivacyFixture(t);
  // The database's own clock decides about partitions, so that this runs in its present.
  fixture.time.now = new Date(Date.now() - 20 * 86_400_000);
  await fixture.store([
    { at: fixture.time.now, product: "tid", kind: "callback", parties: [{ ...phone, role: "caller" }] },
  ]);
  const before = (await listLeaves(fixture.db.data("keeper"))).length;
  fixture.time.now = new Date();
  assert.equal(await dropDays(fixture.installation), 0, "a key still lives in it");
  await purgeCompany(workOf(fixture));
  assert.equal(await dropDays(fixture.installation), 1);
  assert.equal((await listLeaves(fixture.db.data("keeper"))).length, before - 1);
  const { went } = await showRetention(fixture.as("reseller"));
  assert.deepEqual(
    went.map((night) => night.byProduct),
    [
      [
        { product: "tid", class: "phone", values: 1 },
        { product: "tid", class: "raw", values: 1 },
      ],
    ],
  );
});

test("the facts of a call end with their own rule, product by product, and the log says so", async (t) => {
  const fixture = await openPrivacyFixture(t);
  await fixture.store(
    ["2026-04-01", "2026-05-15", "2026-05-16", "2026-06-10"].map((text) => ({ at: day(text), parties: [phone] })),
  );
  await fixture.store([
    { at: day("2026-04-01"), product: "tid", kind: "callback", parties: [{ ...phone, role: "caller" }] },
  ]);
  const change = { product: "pbx", class: "call", keptDays: 30 } as const;
  await setAtOnce(fixture, fixture.as("reseller"), { changes: [change], reason: "Not needed longer" });
  assert.equal((await purgeCompany(workOf(fixture))).calls, 2);
  const left = await withCompany(
    fixture.db.data("owner"),
    fixture.companyId,
    (tx) => tx`select product, call_day from data.call_record order by product, call_day`,
  );
  assert.deepEqual(
    left.map((row) => [row["product"], row["call_day"]]),
    [
      [2, "2026-04-01"],
      [4, "2026-05-16"],
      [4, "2026-06-10"],
    ],
  );
  assert.equal((await purgeCompany(workOf(fixture))).calls, 0);
  const { went } = await showRetention(fixture.as("reseller"));
  assert.ok(went.some((night) => night.byProduct.some((one) => one.class === "call" && one.values === 2)));
});

test("days are prepared ahead for the products a company has", async (t) => {
  const fixture = await openPrivacyFixture(t);
  assert.equal(await prepareDays(fixture.installation), 0, "no source, no product");
});
