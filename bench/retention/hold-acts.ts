import { withCompany } from "#db/with-company.ts";
import { addDays, dayIn } from "#server/domain/zoned-time.ts";
import { addHold } from "#server/privacy/cases/add-case.ts";
import type { CaseWork } from "#server/privacy/cases/slices-of-case.ts";
import { liftCase, renewCase } from "#server/privacy/cases/change-case.ts";
import { restingErasures } from "#server/privacy/cases/resting-erasures.ts";
import { settleCase, waitingCases } from "#server/privacy/cases/settle-case.ts";
import { workOf as erasureWork } from "#server/privacy/erase-fixture.ts";
import { freezeSelection } from "#server/privacy/freeze-selection.ts";
import type { PrivacyFixture } from "#server/privacy/privacy-fixture.ts";
import { requestErasure } from "#server/privacy/request-erasure.ts";
import { resumeErasure } from "#server/privacy/resume-erasure.ts";
import { runErasure } from "#server/privacy/run-erasure.ts";
import { diedDoing, dyingDoor } from "./dying.ts";
import type { HoldOffice, Slip, StoryValue } from "./hold-oracle.ts";
import { type ActedRule, workOf } from "./rule-acts.ts";

export interface HoldStage {
  readonly fixture: PrivacyFixture;
  readonly zone: string;
  readonly office: HoldOffice;
  /** Offices that misread something on purpose, told the same. */
  readonly slips: readonly { readonly slip: Slip; readonly office: HoldOffice }[];
  readonly all: readonly HoldOffice[];
  readonly rules: readonly ActedRule[];
  /** Those that the offices were told of. */
  readonly cases: Set<string>;
  /** Everything ever stored; `text` is the number as the story writes it. */
  readonly values: (StoryValue & { readonly text: string })[];
}

interface Counts {
  held: number;
  renewed: number;
  lifted: number;
  erased: number;
  kills: number;
}

/** Somebody holds, renews, lifts or erases, or nobody does; a third of the work dies and is taken up again. */
export async function somebodyHolds(
  stage: HoldStage,
  random: () => number,
  tally: Counts,
  decided: boolean,
): Promise<void> {
  const at = stage.fixture.time.now.getTime();
  stage.office.until(at);
  const lasting = stage.office.lasting(at);
  const id = lasting[Math.floor(random() * lasting.length)];
  const choice = random();
  if (choice < 0.05) return decided ? await erase(stage, random, tally) : undefined;
  if (choice < 0.45 || id === undefined) return await hold(stage, random, tally);
  if (choice < 0.7) await renew(stage, id, random, tally);
  else if (choice < 0.84) await lift(stage, id, random, tally);
}

const WORDS = { name: "A dispute", ground: "legal-claim", reason: "a story" } as const;

async function hold(stage: HoldStage, random: () => number, tally: Counts): Promise<void> {
  const { fixture } = stage;
  const alive = stage.values.filter((value) => !stage.office.isGone(value) && value.rule.endsWith("phone"));
  const text = alive[Math.floor(random() * alive.length)]?.text;
  if (text === undefined) return;
  const own = [...new Set(alive.filter((value) => value.text === text).map((value) => value.call))];
  const hitIds = own.filter(() => random() < 0.4).slice(0, 5);
  if (hitIds.length === 0) return;
  const last = addDays(dayIn(stage.zone, fixture.time.now), Math.floor(random() * random() * 25));
  const { selectionId } = await freezeSelection(fixture.as("dpo"), { text, hitIds });
  await dyingOrNot(stage, random, tally, (ctx) => addHold(ctx, { selectionId, ...WORDS, endsOn: last }));
  const made = await newCase(stage);
  // Killed before its first row it was never made, and nobody was told that it was.
  if (made === null) return;
  for (const office of stage.all) office.holds(fixture.time.now.getTime(), made, hitIds, last);
  tally.held++;
}

async function renew(stage: HoldStage, id: string, random: () => number, tally: Counts): Promise<void> {
  const { fixture } = stage;
  const before = await endOf(stage, id);
  const last = addDays(before, 1 + Math.floor(random() * 20));
  await renewCase(fixture.as("dpo"), { caseId: id, endsOn: last, reason: "a story" });
  for (const office of stage.all) office.holds(fixture.time.now.getTime(), id, [], last);
  await dyingOrNot(stage, random, tally, () => Promise.resolve());
  tally.renewed++;
}

async function lift(stage: HoldStage, id: string, random: () => number, tally: Counts): Promise<void> {
  const { fixture } = stage;
  await liftCase(fixture.as("dpo"), { caseId: id, reason: "a story" });
  for (const office of stage.all) office.lifts(fixture.time.now.getTime(), id);
  await dyingOrNot(stage, random, tally, () => Promise.resolve());
  await goOnErasing(stage);
  tally.lifted++;
}

/** Everything of one person: of each call in which the telephone number stands, the other numbers of the same person too. */
async function erase(stage: HoldStage, random: () => number, tally: Counts): Promise<void> {
  const { fixture } = stage;
  const alive = stage.values.filter((value) => !stage.office.isGone(value));
  const phones = alive.filter((value) => value.rule.endsWith("phone"));
  const text = phones[Math.floor(random() * phones.length)]?.text;
  if (text === undefined) return;
  const calls = new Set(phones.filter((value) => value.text === text).map((value) => value.call));
  const ctx = fixture.as("company-administrator");
  const { selectionId, rows } = await freezeSelection(ctx, { text });
  const asked = await requestErasure(ctx, { selectionId, reason: "a story", typedCount: rows });
  if (asked.state !== "waiting") throw new Error(`the erasure of the story is ${asked.state}`);
  const meant = alive.filter((value) => value.person === text && calls.has(value.call));
  for (const office of stage.all) office.erases(fixture.time.now.getTime(), meant);
  await runErasure(erasureWork(fixture, asked.erasureId));
  tally.erased++;
}

/** What the job does that the end of a hold asks for. */
export async function goOnErasing({ fixture }: Pick<HoldStage, "fixture">): Promise<void> {
  const resting = await inCompany(fixture, (tx) => restingErasures(tx, fixture.companyId));
  for (const id of resting) await resumeErasure(erasureWork(fixture, id));
}

/** Does it and what it leaves to the worker; a third of it dies on the way, and a restart takes it up. */
async function dyingOrNot(
  { fixture }: HoldStage,
  random: () => number,
  tally: Counts,
  act: (ctx: ReturnType<PrivacyFixture["as"]>) => Promise<unknown>,
): Promise<void> {
  const ctx = fixture.as("dpo");
  const settle = async (work: CaseWork) => {
    for (const row of await waitingCases(work)) await settleCase(work, row.id);
  };
  const { web } = ctx.sql;
  if (random() < 0.33 && web !== undefined) {
    const dying = { ...ctx, sql: { ...ctx.sql, web: dyingDoor(web, Math.floor(random() * 9)) } };
    if (await diedDoing(async () => [await act(dying), await settle(dying)])) tally.kills++;
  } else await act(ctx);
  await settle(workOf(fixture));
}

/** The case that nobody has heard of yet. */
async function newCase({ fixture, cases }: HoldStage): Promise<string | null> {
  const rows = await inCompany(fixture, (tx) => tx`select id from data.privacy_case`);
  const fresh = rows.map((row) => row["id"] as string).find((id) => !cases.has(id));
  if (fresh !== undefined) cases.add(fresh);
  return fresh ?? null;
}

async function endOf({ fixture }: HoldStage, id: string): Promise<string> {
  const [row] = await inCompany(
    fixture,
    (tx) => tx`select ends_on::text as day from data.privacy_case where id = ${id}`,
  );
  return row?.["day"] as string;
}

function inCompany<T>(fixture: PrivacyFixture, run: Parameters<typeof withCompany<T>>[2]): Promise<T> {
  return withCompany(fixture.db.data("web"), fixture.companyId, run);
}
