import assert from "node:assert/strict";
import { after, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { CALLERS, lineOf, MOVED } from "../../ingest/replay/replay-fixture.ts";
import { addHold } from "../cases/add-case.ts";
import { liftCase } from "../cases/change-case.ts";
import { settleCase } from "../cases/settle-case.ts";
import { askFor, hitsOf, workOf } from "../erase-fixture.ts";
import { freezeSelection } from "../freeze-selection.ts";
import { resumeErasure } from "../resume-erasure.ts";
import { runErasure } from "../run-erasure.ts";
import { openPrivacyFixture } from "../privacy-fixture.ts";
import { openRawFixture, type RawFixture } from "./raw-work-fixture.ts";

// One installation for all tests, and a company for each.
const house = await openPrivacyFixture({ after });

const [CALLER = ""] = CALLERS;
/** Where the replay reads another moment: the call gets another id. */
const MOMENT = "2026-06-15 08:00:00";

const CLAIM = { name: "Claim", ground: "legal-claim", reason: "A claim is being prepared" } as const;
const WORDS = { ...CLAIM, endsOn: "2026-07-15" } as const;

async function idsOf(f: RawFixture): Promise<string[]> {
  return (await hitsOf(f, CALLER)).map(({ hitId }) => hitId);
}

/** One more call of a number that has one already; answers its id. */
async function oneMore(f: RawFixture): Promise<string> {
  const before = new Set(await idsOf(f));
  await f.send(lineOf(40, CALLER, MOMENT));
  const [id, second] = (await idsOf(f)).filter((one) => !before.has(one));
  assert.ok(id !== undefined && second === undefined);
  return id;
}

test("a call that was chosen to be erased, and moves before it is, is erased all the same, and the other one stays", async (t) => {
  const f = await openRawFixture(t, house);
  const [other] = await idsOf(f);
  const chosen = await oneMore(f);
  const { erasureId } = await askFor(f, { text: CALLER, hitIds: [chosen] }, { graceMinutes: 0 });
  assert.equal((await f.replay(MOVED)).counts["changed"], 1);
  await runErasure(workOf(f, erasureId));
  assert.deepEqual(await idsOf(f), [other]);
});

test("a call that was chosen to be held, and moves before it is, is held", async (t) => {
  const f = await openRawFixture(t, house);
  const chosen = await oneMore(f);
  const { selectionId } = await freezeSelection(f.as("dpo"), { text: CALLER, hitIds: [chosen] });
  await f.replay(MOVED);
  await addHold(f.as("dpo"), { selectionId, ...WORDS });
  const held = await withCompany(f.db.data("owner"), f.companyId, (tx) => tx`select record_id from data.case_call`);
  assert.deepEqual(held.length, 1);
  assert.ok((await idsOf(f)).includes(held[0]?.["record_id"] as string));
});

test("what a hold had kept of an erasure goes when it is lifted, also where the call moves before that", async (t) => {
  const f = await openRawFixture(t, house);
  const chosen = await oneMore(f);
  const dpo = f.as("dpo");
  const { selectionId } = await freezeSelection(dpo, { text: CALLER, hitIds: [chosen] });
  const { caseId } = await addHold(dpo, { selectionId, ...WORDS });
  const place = { ...f.installation, company: f.admin.company };
  await settleCase(place, caseId);
  const { erasureId } = await askFor(f, { text: CALLER }, { graceMinutes: 0 });
  await runErasure(workOf(f, erasureId));
  assert.deepEqual(await idsOf(f), [chosen]);
  await liftCase(dpo, { caseId, reason: "The claim is settled" });
  await settleCase(place, caseId);
  const { counts } = await f.replay(MOVED);
  assert.equal(counts["changed"], 1);
  assert.notDeepEqual(await idsOf(f), [chosen], "it has another id");
  await resumeErasure(workOf(f, erasureId));
  assert.deepEqual(await idsOf(f), []);
});
