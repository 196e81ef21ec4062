import assert from "node:assert/strict";
import { after, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { listAudit } from "../audit/index.ts";
import { freezeSelection } from "./freeze-selection.ts";
import { openPrivacyFixture } from "./privacy-fixture.ts";
import { search } from "./search.ts";
import { withoutIds } from "../domain/testing/without-ids.ts";

// One installation for all tests, and a company for each.
const house = await openPrivacyFixture({ after });
const NUMBER = "+46701740605";
const at = (text: string) => new Date(text);

test("any notation finds a number's calls, newest first, masked, with who else took part and when it goes", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([
    {
      at: at("2026-06-10T08:00:00Z"),
      extension: "3000",
      parties: [
        { role: "calling", class: "phone", text: "0701740605" },
        { role: "called", class: "phone", text: "08-465 004 12" },
      ],
    },
    {
      at: at("2026-06-11T08:00:00Z"),
      extension: "3030",
      parties: [{ role: "calling", class: "phone", text: "+46701740605" }],
    },
    { at: at("2026-06-12T08:00:00Z"), parties: [{ role: "calling", class: "phone", text: "0701740606" }] },
  ]);
  const ctx = fixture.as("company-administrator");
  for (const text of [
    NUMBER,
    "070-174 06 05",
    "0046701740605",
    "00701740605",
    "+46 (0)70 174 06 05",
    "sip:+46701740605@pbx",
    "tel:+46701740605",
  ]) {
    const answer = await search(ctx, { text });
    assert.deepEqual(
      answer.hits.map((hit) => hit.note),
      ["extension=3030", "extension=3000"],
      text,
    );
  }
  const { hits, counts, read, searched } = await search(ctx, { text: NUMBER });
  const [, older] = hits;
  assert.equal(older?.number, "+46 70 174 •• ••");
  assert.equal(older?.erasedOn, "2026-10-09");
  assert.deepEqual(
    older?.otherParties.map((party) => [party.role, party.number]),
    [["called", "+46 8 465 0•• ••"]],
  );
  assert.equal(older?.source, "CALL_HISTORY");
  assert.equal(older?.tier, "exact");
  assert.deepEqual(counts?.byTier, { exact: 2, digits: 0, possible: 0 });
  assert.equal(read.display, "+46 70 174 06 05");
  assert.equal(searched.subjects.exact, 1);
  assert.ok(!withoutIds(hits).includes("0605"));
});

test("who shares a role with the person found is told too, and a call's only party without asking for others", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([
    {
      at: at("2026-06-10T08:00:00Z"),
      parties: [
        { role: "called", class: "phone", text: "0701740605" },
        { role: "called", class: "phone", text: "0701740633" },
      ],
    },
    { at: at("2026-06-11T08:00:00Z"), parties: [{ role: "called", class: "phone", text: "0701740605" }] },
  ]);
  const { hits } = await search(fixture.as("dpo"), { text: NUMBER });
  assert.deepEqual(
    hits.map((hit) => [hit.tier, hit.role, hit.otherParties.map((party) => party.role)]),
    [
      ["exact", "called", []],
      ["exact", "called", ["called"]],
    ],
  );
});

test("pages follow each other without a gap or a repetition", async (t) => {
  const fixture = await house.beside(t);
  const calls = Array.from({ length: 23 }, (_, i) => ({
    at: new Date(Date.UTC(2026, 5, 1) + i * 3_600_000),
    parties: [
      { role: "calling", class: "phone", text: NUMBER },
      { role: "called", class: "phone", text: NUMBER },
    ] as const,
  }));
  const ids = await fixture.store(calls);
  const ctx = fixture.as("company-administrator");
  const seen: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < 10; page++) {
    const answer = await search(ctx, { text: NUMBER, limit: 5, ...(cursor === undefined ? {} : { cursor }) });
    seen.push(...answer.hits.map((hit) => hit.hitId));
    if (answer.next === null) break;
    cursor = answer.next;
  }
  assert.deepEqual(seen, [...ids].reverse());
});

test("filters narrow by period, role and extension", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([
    { at: at("2026-06-09T21:30:00Z"), extension: "3000", parties: [{ role: "calling", class: "phone", text: NUMBER }] },
    { at: at("2026-06-09T22:30:00Z"), extension: "3001", parties: [{ role: "called", class: "phone", text: NUMBER }] },
  ]);
  const ctx = fixture.as("dpo");
  const notes = async (filters: object) => (await search(ctx, { text: NUMBER, filters })).hits.map((hit) => hit.note);
  assert.deepEqual(
    await notes({ from: "2026-06-10" }),
    ["extension=3001"],
    "the day begins at midnight in the company's zone",
  );
  assert.deepEqual(await notes({ to: "2026-06-09" }), ["extension=3000"]);
  assert.deepEqual(await notes({ roles: ["called"] }), ["extension=3001"]);
  assert.deepEqual(await notes({ extension: "3000" }), ["extension=3000"]);
  assert.deepEqual(await notes({ extension: "9999" }), []);
  assert.deepEqual(await notes({ products: ["tid"] }), []);
});

test("a personal identity number is found with its truncated form as possible, in one hit a call", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([
    {
      at: at("2026-06-14T08:00:00Z"),
      product: "tid",
      kind: "callback",
      parties: [
        { role: "caller", class: "ssn", text: "18900101-9802" },
        { role: "caller", class: "ssn_truncated", text: "18900101" },
        { role: "caller", class: "phone", text: NUMBER },
      ],
    },
  ]);
  const answer = await search(fixture.as("company-administrator"), { text: "189001019802" });
  assert.equal(answer.hits.length, 1);
  const [hit] = answer.hits;
  assert.deepEqual([hit?.class, hit?.tier, hit?.number, hit?.source], ["ssn", "exact", "1890 01 01-••••", "CALLBACK"]);
  const truncated = await search(fixture.as("company-administrator"), { text: "189001019802", tiers: ["possible"] });
  assert.deepEqual(
    truncated.hits.map((one) => [one.class, one.tier]),
    [["ssn_truncated", "possible"]],
  );
});

test("a number that is none is explained, and every search is in the audit without the number", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([
    { at: at("2026-06-11T08:00:00Z"), parties: [{ role: "calling", class: "phone", text: NUMBER }] },
  ]);
  const ctx = fixture.as("company-administrator");
  const none = await search(ctx, { text: "hello" });
  assert.equal(none.read.searchable, false);
  assert.match(none.read.sentence, /no telephone number/);
  await search(ctx, { text: "0701740699" });
  await search(ctx, { text: NUMBER });
  const { rows } = await listAudit(ctx, { action: "data." });
  assert.deepEqual(
    rows.map((row) => row.about),
    ["+46 70 174 •• ••", null, null],
  );
  const stored = await withCompany(
    fixture.db.data("owner"),
    fixture.companyId,
    (tx) => tx`select a::text as row from data.audit a`,
  );
  assert.ok(!JSON.stringify(stored).includes("1740605"));
});

test("who may not search learns nothing, and another company's keys find nothing", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([
    { at: at("2026-06-11T08:00:00Z"), parties: [{ role: "calling", class: "phone", text: NUMBER }] },
  ]);
  await assert.rejects(search(fixture.as("reseller"), { text: NUMBER }), { code: "forbidden" });
  await assert.rejects(search(fixture.as("dpo", { companyId: 999 }), { text: NUMBER }), { code: "forbidden" });
});

test("a selection is what was seen: later calls are not in it, and only its maker uses it", async (t) => {
  const fixture = await house.beside(t);
  const [first] = await fixture.store([
    { at: at("2026-06-11T08:00:00Z"), parties: [{ role: "calling", class: "phone", text: NUMBER }] },
    { at: at("2026-06-12T08:00:00Z"), parties: [{ role: "calling", class: "phone", text: NUMBER }] },
  ]);
  const ctx = fixture.as("company-administrator");
  const all = await freezeSelection(ctx, { text: NUMBER });
  assert.deepEqual([all.rows, all.whole, all.bySource], [2, true, [{ source: "CALL_HISTORY", count: 2 }]]);
  const one = await freezeSelection(ctx, { text: NUMBER, hitIds: [first ?? ""] });
  assert.deepEqual([one.rows, one.whole], [1, false]);
  const period = await freezeSelection(ctx, { text: NUMBER, filters: { from: "2026-06-12" } });
  assert.deepEqual([period.rows, period.whole], [1, false]);
  await assert.rejects(freezeSelection(ctx, { text: "0701740699" }), { code: "not-found" });
});
