import assert from "node:assert/strict";
import { test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { freezeSelection } from "../freeze-selection.ts";
import { openPrivacyFixture, type PrivacyFixture, setAtOnce } from "../privacy-fixture.ts";
import { requestErasure } from "../request-erasure.ts";
import { runErasure } from "../run-erasure.ts";
import { search } from "../search.ts";
import { applyRules } from "./apply-rules.ts";

const NUMBER = "0701740605";
const AT = new Date("2026-06-10T08:00:00Z");
const workOf = (fixture: PrivacyFixture) => ({ ...fixture.installation, company: fixture.as("reseller").company });

test("a rule that is killed between rows and their key and then set back leaves every row where it is found", async (t) => {
  const fixture = await openPrivacyFixture(t);
  await fixture.store([{ at: AT, parties: [{ role: "calling", class: "phone", text: NUMBER }] }]);
  await killedInAMove(fixture, 1);
  // Set back before the work goes on: no slice asks for a move any more.
  await withCompany(fixture.db.data("web"), fixture.companyId, (tx) => tx`delete from data.retention_rule`);
  await applyRules(workOf(fixture));
  const { hits } = await search(fixture.as("company-administrator"), { text: NUMBER });
  assert.equal(hits.length, 1);
});

for (const moves of [1, 2])
  test(`an erasure that comes after a kill in move ${moves} finds what lies between two days`, async (t) => {
    const fixture = await openPrivacyFixture(t);
    const ctx = fixture.as("company-administrator");
    await fixture.store([{ at: AT, parties: [{ role: "calling", class: "phone", text: NUMBER }] }]);
    await fixture.storeUndefined([`?? ${NUMBER} garbage`]);
    const { selectionId, rows } = await freezeSelection(ctx, { text: NUMBER });
    const asked = await requestErasure(ctx, { selectionId, reason: "Art. 17", typedCount: rows });
    await killedInAMove(fixture, moves);
    const inbox = { count: async () => 0, async *waiting() {} };
    await runErasure({ ...workOf(fixture), inbox, erasureId: asked.erasureId });
    await applyRules(workOf(fixture));
    const left = await withCompany(fixture.db.data("owner"), fixture.companyId, async (tx) => ({
      lines: (await tx`select 1 from data.undefined_line`).length,
      parties: (await tx`select 1 from data.party`).length,
    }));
    assert.deepEqual(left, { lines: 0, parties: 0 });
  });

/** Numbers and lines are to go sooner; the worker dies when the rows of so many slices stand on their new day and the key does not. */
async function killedInAMove(fixture: PrivacyFixture, moves: number): Promise<void> {
  await setAtOnce(fixture, fixture.as("reseller"), {
    changes: [
      { product: "pbx", class: "phone", keptDays: 20 },
      { product: "pbx", class: "undefined", keptDays: 20 },
    ],
    reason: "sooner",
  });
  const work = workOf(fixture);
  const { keeper } = work.keyring.sql;
  if (keeper === undefined) throw new Error("the keeper's door is open in tests");
  let left = moves;
  const dying = new Proxy(keeper, {
    apply(target, self, given: [TemplateStringsArray, ...never[]]) {
      if (given[0].join("").includes("move_slice") && --left === 0) throw new Error("killed");
      return Reflect.apply(target, self, given) as unknown;
    },
  });
  const keyring = { ...work.keyring, sql: { ...work.keyring.sql, keeper: dying } };
  await assert.rejects(applyRules({ ...work, keyring }), { message: "killed" });
}
