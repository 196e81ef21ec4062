import assert from "node:assert/strict";
import { after, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import type { AppError } from "../../domain/app-error.ts";
import { rightsOf } from "../../domain/rights.ts";
import { readRates } from "../../domain/tariff/index.ts";
import { SHIELD_CATEGORY_NAMES } from "../../domain/shield/categories.ts";
import { setShield } from "../../collect/gate/set-shield.ts";
import { listAudit } from "../../audit/index.ts";
import { previewReplay, requestReplay } from "../../ingest/index.ts";
import { CALLED, CALLERS, FIRST, lineOf, SECOND } from "../../ingest/replay/replay-fixture.ts";
import { raiseSorting } from "../../store/sorting.ts";
import { addTariff } from "../../store/tariffs.ts";
import { addHold } from "../cases/add-case.ts";
import { restrictPerson } from "../cases/restrict-person.ts";
import { settleCase } from "../cases/settle-case.ts";
import { askFor, hitsOf, workOf } from "../erase-fixture.ts";
import { freezeSelection } from "../freeze-selection.ts";
import { runErasure } from "../run-erasure.ts";
import { openPrivacyFixture } from "../privacy-fixture.ts";
import { by, openRawFixture, PERIOD, type RawFixture, WHY } from "./raw-work-fixture.ts";

// One installation for all tests, and a company for each.
const house = await openPrivacyFixture({ after });

const [CALLER = ""] = CALLERS;
const [NUMBER = "", OTHER = "", THIRD = ""] = CALLED;
const found = async (f: RawFixture, number: string) => (await hitsOf(f, number)).length;

async function erase(f: RawFixture, number: string): Promise<void> {
  const { erasureId } = await askFor(f, { text: number });
  await runErasure(workOf(f, erasureId));
}

async function ends(f: RawFixture): Promise<unknown[]> {
  return await withCompany(f.db.data("owner"), f.companyId, async (tx) => [
    ...(await tx`select 'raw' as what, max(expires_on) as at from data.raw_segment union all select 'party', max(expires_on) from data.party
      union all select 'call', max(call_day) from data.call_record`),
  ]);
}

test("a search finds the number a newer layout reads; erased, it is found nowhere, and no further replay brings it back", async (t) => {
  const f = await openRawFixture(t, house);
  assert.equal(await found(f, NUMBER), 0);
  const before = await ends(f);
  f.time.now = new Date("2026-06-20T10:00:00Z");
  assert.equal((await f.replay()).counts["changed"], 3);
  assert.deepEqual([await found(f, NUMBER), await found(f, CALLER)], [1, 1]);
  assert.deepEqual(await ends(f), before, "nothing is kept longer");
  await erase(f, NUMBER);
  assert.equal(await found(f, NUMBER), 0);
  const again = await f.replay(FIRST);
  assert.deepEqual([again.counts["changed"], again.counts["same"]], [2, undefined], "an erased call has no raw record");
  assert.equal((await f.replay()).counts["changed"], 2);
  assert.deepEqual([await found(f, NUMBER), await found(f, OTHER)], [0, 1]);
  // Sent again, the erased number stays away as well.
  await f.send(lineOf(0, CALLER, NUMBER));
  assert.equal(await found(f, NUMBER), 0);
});

test("a number erased before anybody could read it is not brought back by reading it", async (t) => {
  const f = await openRawFixture(t, house);
  // It is somebody's in a call of another file, and stands unread in the first.
  await f.replay();
  await f.replay(FIRST);
  assert.equal(await found(f, NUMBER), 0);
  await f.send(lineOf(30, NUMBER, THIRD));
  assert.equal(await found(f, NUMBER), 1);
  await erase(f, NUMBER);
  const done = await f.replay();
  assert.equal(done.state, "done");
  assert.deepEqual([await found(f, NUMBER), await found(f, OTHER)], [0, 1]);
});

test("calls that are held, restricted or behind the shield stay as they are, and are counted", async (t) => {
  const f = await openRawFixture(t, house);
  const line = "0846500411";
  await f.send(lineOf(3, CALLERS[2] ?? "", line));
  const dpo = f.as("dpo");
  const { selectionId } = await freezeSelection(dpo, { text: CALLER });
  const words = { name: "Claim", ground: "legal-claim", reason: "A claim is being prepared" } as const;
  const { caseId } = await addHold(dpo, { selectionId, ...words, endsOn: "2026-07-15" });
  await settleCase({ ...f.installation, company: f.admin.company }, caseId);
  const asked = { name: "Objection", ground: "claim", reason: "Art. 18" } as const;
  await restrictPerson(dpo, { text: OTHER, ...asked, endsOn: "2026-09-30" });
  assert.deepEqual((await f.replay()).counts, { kept: 2, changed: 2, stored: 0, "field.called.phone": 2 });
  assert.equal(await found(f, line), 1);

  // The number is a help line's by now: the call is left as it is, and nobody finds what it dialled.
  await f.replay(FIRST);
  const [category] = SHIELD_CATEGORY_NAMES;
  assert.ok(category !== undefined);
  const third = { category, number: line };
  await setShield(f.admin, {
    version: 0,
    categories: [],
    numbers: [third],
    organisations: true,
    reason: "a help line",
  });
  const { counts } = await f.replay();
  assert.deepEqual([counts["kept"], counts["gate"], counts["changed"]], [2, 1, 1]);
  assert.equal(await found(f, line), 0);
});

test("the preview says the same as the replay where a tariff tells the cost", async (t) => {
  const f = await openRawFixture(t, house);
  const lines = ["prefix,per_minute,connection,interval_seconds,direction", "4670,6.00,,60,"];
  const cells = lines.map((text, at) => ({ line: at + 1, cells: text.split(",") }));
  const { rates, prefixes, faultsTotal } = readRates(cells, f.time.now);
  assert.equal(faultsTotal, 0);
  const tariff = { companyId: f.companyId, addedAt: f.time.now, addedBy: null, addedByName: "Test", prefixes };
  await withCompany(f.db.data("web"), f.companyId, async (tx) => {
    await addTariff(tx, { ...tariff, id: "00000000-0000-4000-8000-000020260101", validFrom: "2026-01-01" }, rates);
    await raiseSorting(tx, f.companyId, f.time.now);
  });
  const outgoing = JSON.stringify({ ...JSON.parse(SECOND), direction: { otherwise: "out" } });
  await f.replay(outgoing);
  const costs = await withCompany(f.db.data("owner"), f.companyId, (tx) => tx`select cost_cents from data.call_record`);
  assert.ok(
    costs.every((row) => row["cost_cents"] === 600),
    JSON.stringify(costs),
  );
  const { same, changed, fields } = await previewReplay(f.admin, { sourceId: f.source, ...PERIOD, ...by(outgoing) });
  assert.deepEqual({ same, changed, fields }, { same: 3, changed: 0, fields: [] });
});

test("who asks must have proved the password, see numbers, and say why without one; the preview tells fields and counts alone", async (t) => {
  const f = await openRawFixture(t, house);
  const period = { sourceId: f.source, ...PERIOD, ...by(SECOND) };
  const refused = (act: Promise<unknown>, code: AppError["code"]) =>
    assert.rejects(act, (error: AppError) => error.code === code);
  const preview = await previewReplay(f.admin, period);
  assert.deepEqual(preview, {
    ...{ sampled: 3, same: 0, changed: 3, undefined: 0, gone: 0, kept: 0, gate: 0, damaged: 0 },
    fields: [{ field: "called.phone", calls: 3 }],
  });
  assert.equal(await found(f, NUMBER), 0, "nothing is stored by a preview");
  const { sight } = rightsOf("company-administrator");
  const blind = f.as("company-administrator", { sight: { ...sight, phone: "hidden" } as typeof sight });
  await refused(previewReplay(blind, period), "forbidden");
  await refused(previewReplay(f.as("dpo"), period), "forbidden");
  await refused(
    requestReplay(f.as("company-administrator", { steppedUpAt: null }), { ...period, purpose: WHY }),
    "step-up",
  );
  await refused(requestReplay(f.admin, { ...period, purpose: `about ${NUMBER}` }), "bad-input");
  await refused(requestReplay(f.admin, { ...period, sourceId: f.source + 1, purpose: WHY }), "not-found");
  await refused(requestReplay(f.admin, { ...period, driver: "no-such-driver", purpose: WHY }), "bad-input");
  await refused(requestReplay(f.admin, { ...period, from: "2026-01-01", to: "2026-01-02", purpose: WHY }), "not-found");
  await f.replay();
  const entries = (await listAudit(f.admin, { limit: 50 })).rows;
  assert.equal(entries.find(({ action }) => action === "raw.replay")?.purpose, WHY);
  assert.doesNotMatch(JSON.stringify(entries), /0701740|46701740/);
});
