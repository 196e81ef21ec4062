import assert from "node:assert/strict";
import { test } from "node:test";
import { addHold } from "../cases/add-case.ts";
import { liftCase, renewCase } from "../cases/change-case.ts";
import { settleCase } from "../cases/settle-case.ts";
import { askFor, hitsOf, workOf } from "../erase-fixture.ts";
import { freezeSelection } from "../freeze-selection.ts";
import { openPrivacyFixture, type PrivacyFixture } from "../privacy-fixture.ts";
import { purgeCompany } from "../retention/purge-company.ts";
import { runErasure } from "../run-erasure.ts";
import { undoErasure } from "../undo-erasure.ts";

const NUMBER = "+46701740605";
const OTHER = "+46701740606";
const WORDS = { name: "Dispute", ground: "legal-claim", reason: "A claim is being prepared" } as const;

async function hold(
  fixture: PrivacyFixture,
  text: string,
  endsOn: string,
  hitIds?: readonly string[],
): Promise<string> {
  const chosen = hitIds === undefined ? {} : { hitIds: [...hitIds] };
  const { selectionId } = await freezeSelection(fixture.as("dpo"), { text, ...chosen });
  return (await addHold(fixture.as("dpo"), { selectionId, ...WORDS, endsOn })).caseId;
}

async function settle(fixture: PrivacyFixture, caseId: string): Promise<void> {
  await settleCase({ ...fixture.installation, company: fixture.as("dpo").company }, caseId);
}

async function renew(fixture: PrivacyFixture, caseId: string): Promise<void> {
  await renewCase(fixture.as("dpo"), { caseId, endsOn: "2026-09-30", reason: "Still open" });
  await settle(fixture, caseId);
}

const MEANWHILE = {
  "a hold on it is renewed": async (fixture: PrivacyFixture, [first = ""]: readonly string[]) => renew(fixture, first),
  "the shorter of two holds is renewed": async (fixture: PrivacyFixture, [, second = ""]: readonly string[]) =>
    renew(fixture, second),
  "one of two holds is lifted": async (fixture: PrivacyFixture, [first = "", second = ""]: readonly string[]) => {
    await liftCase(fixture.as("dpo"), { caseId: first, reason: "Settled" });
    await settle(fixture, first);
    await renew(fixture, second);
  },
};

for (const [what, happens] of Object.entries(MEANWHILE))
  test(`${what} in the grace of an erasure: the held call stays, whether that is undone or carried out`, async (t) => {
    const fixture = await openPrivacyFixture(t);
    const call = { at: new Date("2026-06-10T08:00:00Z"), product: "tid", kind: "callback" } as const;
    const people = [NUMBER, OTHER];
    await fixture.store(people.map((text) => ({ ...call, parties: [{ role: "caller", class: "phone", text }] })));
    const holds: string[][] = [];
    for (const text of people)
      holds.push([await hold(fixture, text, "2026-06-30"), await hold(fixture, text, "2026-06-25")]);
    fixture.time.now = new Date("2026-06-20T10:00:00Z");
    const [undone, done] = [
      await askFor(fixture, { text: NUMBER }, { graceMinutes: 60 }),
      await askFor(fixture, { text: OTHER }, { graceMinutes: 60 }),
    ];
    for (const own of holds) await happens(fixture, own);
    await undoErasure(fixture.as("company-administrator"), { erasureId: undone.erasureId });
    fixture.time.now = new Date("2026-06-20T12:00:00Z");
    await runErasure(workOf(fixture, done.erasureId));
    for (const moment of ["2026-07-01T10:00:00Z", "2026-09-30T10:00:00Z"]) {
      fixture.time.now = new Date(moment);
      await purgeCompany({ ...fixture.installation, company: fixture.as("dpo").company });
      const found = [await hitsOf(fixture, NUMBER), await hitsOf(fixture, OTHER)].map((hits) => hits.length);
      assert.deepEqual(found, [1, 1], moment);
    }
  });

test("a hold on a held call takes along nobody else's free call of a person in the grace of an erasure", async (t) => {
  const fixture = await openPrivacyFixture(t);
  const call = { at: new Date("2026-06-10T08:00:00Z"), product: "tid", kind: "callback" } as const;
  const both = [
    { role: "caller", class: "phone", text: NUMBER },
    { role: "called", class: "phone", text: OTHER },
  ] as const;
  const [held = ""] = await fixture.store([
    { ...call, parties: both },
    { ...call, parties: both },
  ]);
  await hold(fixture, NUMBER, "2026-06-15", [held]);
  const { erasureId } = await askFor(fixture, { text: NUMBER }, { graceMinutes: 60 });
  await hold(fixture, OTHER, "2026-07-31");
  fixture.time.now = new Date("2026-06-15T12:00:00Z");
  await runErasure(workOf(fixture, erasureId));
  assert.deepEqual(
    (await hitsOf(fixture, NUMBER)).map((hit) => hit.hitId),
    [held],
  );
  assert.equal((await hitsOf(fixture, OTHER)).length, 2);
});
