import assert from "node:assert/strict";
import { after, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { runGeneration } from "../../keyring/generation/run-generation.ts";
import { freezeSelection } from "../freeze-selection.ts";
import { openPrivacyFixture, type PrivacyFixture } from "../privacy-fixture.ts";
import { requestErasure } from "../request-erasure.ts";
import { resumeErasure } from "../resume-erasure.ts";
import { purgeCompany } from "../retention/purge-company.ts";
import { runErasure } from "../run-erasure.ts";
import { addHold } from "./add-case.ts";
import { liftCase, renewCase } from "./change-case.ts";
import { packRaw, rawLines } from "./raw-fixture.ts";
import { settleCase } from "./settle-case.ts";

// One installation for all tests, and a company for each.
const house = await openPrivacyFixture({ after });
const NUMBER = "0701740605";
const OTHER = "0701740606";
const THIRD = "0701740607";
const SSN = "189001019802";
const WORDS = { name: "Claim", ground: "legal-claim", reason: "A claim is being prepared" } as const;
const inbox = { count: async () => 0, async *waiting() {} };
const workOf = (fixture: PrivacyFixture) => ({ ...fixture.installation, company: fixture.as("reseller").company });
const party = (role: "caller" | "called", text: string) => ({ role, class: "phone", text }) as const;
const tid = (day: string, ...texts: readonly string[]) =>
  ({
    at: new Date(`${day}T08:00:00Z`),
    product: "tid",
    kind: "callback",
    parties: texts.map((text, place) => party(place === 0 ? "caller" : "called", text)),
  }) as const;
const lineOf = (day: string, ...texts: readonly string[]) => `${day}T08:00:00.000Z;${texts.join(";")};;answered`;

async function hold(fixture: PrivacyFixture, endsOn: string, hitIds: readonly string[]): Promise<string> {
  const ctx = fixture.as("dpo");
  const { selectionId } = await freezeSelection(ctx, { text: NUMBER, hitIds: [...hitIds] });
  return (await addHold(ctx, { selectionId, ...WORDS, endsOn })).caseId;
}

async function lift(fixture: PrivacyFixture, caseId: string): Promise<void> {
  await liftCase(fixture.as("dpo"), { caseId, reason: "Settled" });
  await settleCase(workOf(fixture), caseId);
}

async function erase(fixture: PrivacyFixture, text: string): Promise<string> {
  const ctx = fixture.as("company-administrator");
  const { selectionId, rows } = await freezeSelection(ctx, { text });
  const { erasureId } = await requestErasure(ctx, { selectionId, reason: "Art. 17", typedCount: rows });
  await runErasure({ ...workOf(fixture), inbox, erasureId });
  return erasureId;
}

test("the raw of a held call is there byte for byte until its hold ends, and nobody else's of the segment it stood in", async (t) => {
  const fixture = await house.beside(t);
  const calls = [
    tid("2026-06-10", NUMBER, OTHER, THIRD),
    tid("2026-06-10", NUMBER, OTHER),
    tid("2026-06-10", OTHER),
    tid("2026-06-10", THIRD),
  ];
  const ids = await fixture.store(calls);
  await packRaw(fixture, calls, ids);
  const first = lineOf("2026-06-10", NUMBER, OTHER, THIRD);
  assert.equal((await rawLines(fixture)).length, 4);
  const short = await hold(fixture, "2026-07-15", [ids[0] ?? ""]);
  const long = await hold(fixture, "2026-08-31", [ids[0] ?? "", ids[1] ?? ""]);
  assert.deepEqual(
    (await rawLines(fixture)).toSorted(),
    calls.map((one) => lineOf("2026-06-10", ...one.parties.map((p) => p.text))).toSorted(),
  );
  // Somebody else of the same segment is erased, and one of the held people too: their other calls go, the held ones stay as they are.
  await erase(fixture, THIRD);
  const erasureId = await erase(fixture, OTHER);
  const held = [first, lineOf("2026-06-10", NUMBER, OTHER)];
  assert.deepEqual((await rawLines(fixture)).toSorted(), held.toSorted());
  await renewCase(fixture.as("dpo"), { caseId: long, endsOn: "2026-09-30", reason: "Still open" });
  await settleCase(workOf(fixture), long);
  await runGeneration(fixture.installation.keyring, "generation");
  assert.deepEqual((await rawLines(fixture)).toSorted(), held.toSorted(), "new keys open it as the old ones did");
  fixture.time.now = new Date("2026-06-25T10:00:00Z");
  await purgeCompany(workOf(fixture));
  assert.deepEqual(
    (await rawLines(fixture)).toSorted(),
    held.toSorted(),
    "its rule is over, and the erasures are done",
  );
  await lift(fixture, short);
  fixture.time.now = new Date("2026-09-30T10:00:00Z");
  await purgeCompany(workOf(fixture));
  assert.deepEqual((await rawLines(fixture)).toSorted(), held.toSorted(), "the renewed hold keeps both");
  await lift(fixture, long);
  await resumeErasure({ ...workOf(fixture), inbox, erasureId });
  assert.deepEqual(await rawLines(fixture), []);
  const rows = await withCompany(
    fixture.db.data("owner"),
    fixture.companyId,
    (tx) => tx`select 1 from data.raw_segment`,
  );
  assert.equal(rows.length, 0);
});

test("raw that is given back gets the end it had, also where it held a class that ends sooner", async (t) => {
  const fixture = await house.beside(t);
  const at = new Date("2026-06-12T08:00:00Z");
  const plain = { at, parties: [{ role: "calling", class: "phone", text: NUMBER }] } as const;
  const withSsn = { at, parties: [...plain.parties, { role: "called", class: "ssn", text: SSN }] } as const;
  const ids = await fixture.store([plain, withSsn]);
  const caseId = await hold(fixture, "2026-07-31", ids);
  const ends = async () => {
    const rows = await withCompany(
      fixture.db.data("owner"),
      fixture.companyId,
      (tx) => tx`select expires_on::text as day, records from data.raw_segment order by 1`,
    );
    return rows.map((row) => row["day"]);
  };
  assert.deepEqual(await ends(), ["2026-08-01", "2026-10-11"]);
  await purgeCompany(workOf(fixture));
  assert.deepEqual(await ends(), ["2026-08-01", "2026-10-11"], "no rule moves what is held");
  const again = await hold(fixture, "2026-12-31", ids);
  assert.deepEqual(await ends(), ["2027-01-01", "2027-01-01"]);
  await lift(fixture, again);
  assert.deepEqual(await ends(), ["2026-08-01", "2026-10-11"], "the first case keeps it as long as before");
  await lift(fixture, caseId);
  assert.deepEqual(await ends(), ["2026-06-20", "2026-10-11"], "as if it had never been held");
  assert.equal((await rawLines(fixture)).length, 2);
  const third = await hold(fixture, "2026-12-31", ids);
  fixture.time.now = new Date("2026-06-25T10:00:00Z");
  await purgeCompany(workOf(fixture));
  assert.equal((await rawLines(fixture)).length, 2);
  await lift(fixture, third);
  assert.deepEqual(await ends(), ["2026-10-11"], "what its rule would have erased meanwhile is gone at once");
});

test("a number that stands in a held call of other people outside its columns stays with the hold and goes with its end", async (t) => {
  const fixture = await house.beside(t);
  const at = new Date("2026-06-12T08:00:00Z");
  const [held] = await fixture.store([
    { at, parties: [{ role: "calling", class: "phone", text: NUMBER }], extension: `x ${THIRD}` },
    { at, parties: [{ role: "calling", class: "phone", text: THIRD }] },
  ]);
  const line = `2026-06-12T08:00:00.000Z;${NUMBER};x ${THIRD};answered`;
  const caseId = await hold(fixture, "2026-12-31", [held ?? ""]);
  const erasureId = await erase(fixture, THIRD);
  assert.deepEqual(await rawLines(fixture), [line], "what is held is kept as it came");
  const state = async () => {
    const rows = await withCompany(
      fixture.db.data("owner"),
      fixture.companyId,
      (tx) => tx`select e.state, c.outcome from data.erasure e join data.certificate c on c.id = e.certificate_id`,
    );
    return rows.map((row) => [row["state"], row["outcome"]]);
  };
  assert.deepEqual(await state(), [["held", "partial"]]);
  await resumeErasure({ ...workOf(fixture), inbox, erasureId });
  assert.deepEqual(await rawLines(fixture), [line], "asked again while the hold lasts it changes nothing");
  await lift(fixture, caseId);
  await resumeErasure({ ...workOf(fixture), inbox, erasureId });
  assert.deepEqual([await rawLines(fixture), await state()], [[], [["done", "complete"]]]);
});
