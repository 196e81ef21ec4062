import assert from "node:assert/strict";
import { after, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import type { Actor, CompanyContext } from "../../context.ts";
import { rightsOf } from "../../domain/rights.ts";
import { openPrivacyFixture } from "../privacy-fixture.ts";
import { listPatterns } from "./list-patterns.ts";
import { requestPattern } from "./request-pattern.ts";
import { runPatternSearch } from "./run-pattern-search.ts";

// One installation for all tests, and a company for each.
const house = await openPrivacyFixture({ after });
const NUMBER = "+46701740605";
const ASKED = { pattern: "070-17406*", from: "2026-06-01", to: "2026-06-30", purpose: "a claim about one exchange" };

test("a pattern tells hidden digits: without the right to reveal nobody asks for one, nor about what their profile hides", async (t) => {
  const { ctx, count } = await scene(t);
  const rights = rightsOf("company-administrator");
  const as = (changes: Partial<Actor>): CompanyContext => ({ ...ctx, actor: { ...ctx.actor, ...changes } });
  const permissions = new Set([...rights.permissions].filter((one) => one !== "data.reveal"));
  await assert.rejects(requestPattern(as({ permissions }), ASKED), { code: "forbidden" });
  const hidden = { ...rights.sight, phone: "hidden" } as const;
  await assert.rejects(requestPattern(as({ sight: hidden }), ASKED), { code: "forbidden" });
  // Whoever sees numbers whole learns nothing new from a pattern.
  const shown = { ...rights.sight, phone: "shown" } as const;
  assert.equal(await count(as({ sight: shown, permissions })), 2);
});

test("patterns are counted among the questions of the hour", async (t) => {
  const { ctx } = await scene(t);
  const bounded = { ...ctx, bounds: { searchesMasked: 1 } };
  await requestPattern(bounded, ASKED);
  await assert.rejects(requestPattern(bounded, ASKED), { code: "too-many" });
});

test("what a rule masks to everybody no pattern finds", async (t) => {
  const { ctx, count, fixture } = await scene(t);
  assert.equal(await count(ctx), 2);
  await withCompany(
    fixture.db.data("owner"),
    fixture.companyId,
    (
      tx,
    ) => tx`insert into data.retention_rule (company_id, product, class, kept_days, masked_after_days, reason, set_at)
      values (${fixture.companyId}, 4, 1, 120, 7, 'masked', now())`,
  );
  // Of the two calls one is nine days old, the other two.
  assert.equal(await count(ctx), 1);
});

test("a pattern of telephone numbers finds no keyed personal identity number for who may not see those", async (t) => {
  const { fixture, ctx } = await scene(t);
  const keyed = [{ role: "called", class: "phone", text: "189001019802" }] as const;
  await fixture.store([{ at: new Date("2026-06-12T10:00:00Z"), extension: "3000", parties: keyed }]);
  const found = async (ssn: "shown" | "hidden") => {
    const who = { ...ctx, actor: { ...ctx.actor, sight: { ...ctx.actor.sight, phone: "shown", ssn } as const } };
    const { patternId } = await requestPattern(who, { ...ASKED, pattern: "18900101980?" });
    await runPatternSearch(who, patternId);
    return (await listPatterns(who)).find((one) => one.patternId === patternId)?.calls;
  };
  assert.equal(await found("shown"), 1);
  assert.equal(await found("hidden"), 0);
});

async function scene(t: { after(fn: () => Promise<void>): void }) {
  const fixture = await house.beside(t);
  const parties = [{ role: "calling", class: "phone", text: NUMBER }] as const;
  await fixture.store([
    { at: new Date("2026-06-06T10:00:00Z"), extension: "3000", parties },
    { at: new Date("2026-06-13T10:00:00Z"), extension: "3000", parties },
  ]);
  const ctx = fixture.as("company-administrator");
  const count = async (who: CompanyContext) => {
    const { patternId } = await requestPattern(who, ASKED);
    await runPatternSearch(who, patternId);
    return (await listPatterns(who)).find((one) => one.patternId === patternId)?.calls;
  };
  return { fixture, ctx, count };
}
