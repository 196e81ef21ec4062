import { withCompany } from "#db/with-company.ts";
import { dayIn } from "#server/domain/zoned-time.ts";
import { endDecision } from "#server/privacy/disposal/end-decision.ts";
import { recordDecision } from "#server/privacy/disposal/record-decision.ts";
import { openPrivacyFixture, type PrivacyFixture, setAtOnce } from "#server/privacy/privacy-fixture.ts";
import { companyRules } from "#server/privacy/retention/company-rules.ts";
import { purgeCompany } from "#server/privacy/retention/purge-company.ts";
import { storeCalls } from "#server/privacy/store-calls-fixture.ts";
import { goOnErasing, type HoldStage, somebodyHolds } from "./hold-acts.ts";
import { HoldOffice, type Slip, type StoryValue } from "./hold-oracle.ts";
import { type Mismatch, tellMismatch } from "./mismatch.ts";
import { foundBySearch, readableNow } from "./readable.ts";
import { type ActedRule, cleanUp, DECISION, nextMoment, somebodyActs, workOf } from "./rule-acts.ts";

export interface HoldTally {
  /** Numbers in calls, each watched from its day to the end of the story. */
  values: number;
  checks: number;
  late: number;
  early: number;
  held: number;
  renewed: number;
  lifted: number;
  erased: number;
  /** Looks at which a number outlived its rule, or somebody's erasure, by a hold. */
  outlived: number;
  ruleEvents: number;
  kills: number;
  /** The first disagreements, in words. */
  readonly told: string[];
  /** By slip, how often an office that makes it disagrees with the product. */
  readonly slips: Record<Slip, number>;
}

export function emptyHoldTally(): HoldTally {
  const counts = { values: 0, checks: 0, late: 0, early: 0, held: 0, renewed: 0, lifted: 0, erased: 0, outlived: 0 };
  return {
    ...counts,
    ruleEvents: 0,
    kills: 0,
    told: [],
    slips: Object.fromEntries(SLIPS.map((slip) => [slip, 0])) as HoldTally["slips"],
  };
}

const SLIPS: readonly Slip[] = [
  "forgets-holds",
  "holds-the-day",
  "never-lifts",
  "never-renews",
  "forgets-erasures",
  "a-day-short",
];

/** Whose number is in a call, and where; a patient's personal identity number stands beside the telephone number. */
const PEOPLE = [
  { phone: "0701740605", ssn: null },
  { phone: "0701740606", ssn: null },
  { phone: "0701740607", ssn: "189001019802" },
  { phone: "0701740608", ssn: "189001029819" },
] as const;
const RULES = ["tid phone", "tid ssn", "cc phone"] as const;

/**
 * A company whose people hold some of a day's calls at random, renew and lift holds, change rules and erase people, while
 * work dies and clocks walk over midnights: after every step each number is looked up in every call, against the office.
 */
export async function tellHoldStories(
  zone: string,
  steps: number,
  random: () => number,
  tally: HoldTally,
): Promise<void> {
  const endings: (() => Promise<void>)[] = [];
  const fixture = await openPrivacyFixture({ after: (ending) => endings.push(ending) }, zone, "public");
  try {
    fixture.time.now = new Date("2026-03-18T10:00:00Z");
    const decisionId = (await recordDecision(fixture.as("dpo"), DECISION)).decisionId;
    const stage = await openStage(fixture, zone);
    let decided: string | null = decisionId;
    for (let step = 0; step < steps; step++) {
      fixture.time.now = nextMoment(fixture, zone, random);
      await purgeCompany(workOf(fixture));
      await goOnErasing(stage);
      if (decided !== null) await callsOfNow(stage, random, tally);
      if (random() < (decided === null ? 0.4 : 0.1)) decided = await decide(stage, decided);
      else if (decided !== null && random() < 0.5) await ruleChanges(stage, random, tally);
      for (let act = 0; act < ACTS_A_STEP; act++) await somebodyHolds(stage, random, tally, decided !== null);
      await cleanUp(fixture, random, tally);
      await goOnErasing(stage);
      await compare(stage, random, tally);
    }
  } finally {
    for (const ending of endings.reverse()) await ending();
  }
}

const ACTS_A_STEP = 2;

async function openStage(fixture: PrivacyFixture, zone: string): Promise<HoldStage> {
  // Rules of a day or two, so that most of what is held outlives them.
  const changes = RULES.map((rule, place) => {
    const [product, cls] = partsOf(rule);
    return { product, class: cls, keptDays: 1 + place };
  });
  await setAtOnce(fixture, fixture.as("reseller"), { changes, reason: "a story" });
  const set = await rulesOf(fixture);
  const days = new Map(RULES.map((rule) => [rule as string, set.rule(...partsOf(rule)).keptDays ?? 0]));
  const at = fixture.time.now.getTime();
  const office = new HoldOffice(zone, days, at);
  const slips = SLIPS.map((slip) => ({ slip, office: new HoldOffice(zone, days, at, slip) }));
  const all = [office, ...slips.map((one) => one.office)];
  const rules = RULES.map((rule): ActedRule => {
    const [product, cls] = partsOf(rule);
    const clerk: ActedRule["clerk"] = {
      until: (moment) => {
        for (const one of all) one.until(moment);
      },
      hears: (event) => {
        for (const one of all) one.hearsOfRule(rule, event);
      },
      isCooling: (id) => office.isCooling(rule, id),
    };
    return { product, class: cls, clerk, cooling: [] };
  });
  return { fixture, zone, office, slips, all, rules, values: [], cases: new Set() };
}

function partsOf(rule: (typeof RULES)[number]): ["tid" | "cc", "phone" | "ssn"] {
  return rule.split(" ") as ["tid" | "cc", "phone" | "ssn"];
}

function rulesOf(fixture: PrivacyFixture) {
  return withCompany(fixture.db.data("web"), fixture.companyId, (tx) => companyRules(tx, fixture.companyId));
}

/** Several calls of the moment, so that a hold takes some of a day and leaves others. */
async function callsOfNow(stage: HoldStage, random: () => number, tally: HoldTally): Promise<void> {
  const { fixture, zone } = stage;
  const rules = await rulesOf(fixture);
  for (let more = 2 + Math.floor(random() * 2); more > 0; more--) {
    const product = random() < 0.6 ? "tid" : "cc";
    const [caller, called] = shuffled(PEOPLE, random);
    if (caller === undefined || called === undefined) return;
    const withSsn = product === "tid" ? caller.ssn : null;
    const parties = [
      { role: "caller", class: "phone", text: caller.phone },
      ...(withSsn === null ? [] : [{ role: "caller", class: "ssn", text: withSsn } as const]),
      { role: "called", class: "phone", text: called.phone },
    ] as const;
    const [call = ""] = await storeCalls(
      fixture.as("company-administrator"),
      [{ at: fixture.time.now, product, parties }],
      rules,
    );
    const date = dayIn(zone, fixture.time.now);
    for (const { role, class: cls, text } of parties) {
      const person = role === "caller" ? caller.phone : called.phone;
      const value: StoryValue & { text: string } = { call, person, rule: `${product} ${cls}`, date, text };
      for (const office of stage.all) office.stores(value);
      stage.values.push(value);
      tally.values++;
    }
  }
}

function shuffled<T>(all: readonly T[], random: () => number): T[] {
  return all
    .map((one) => ({ one, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ one }) => one);
}

async function decide(stage: HoldStage, decisionId: string | null): Promise<string | null> {
  const { fixture } = stage;
  const at = fixture.time.now.getTime();
  let next: string | null = null;
  if (decisionId === null) next = (await recordDecision(fixture.as("dpo"), DECISION)).decisionId;
  else await endDecision(fixture.as("dpo"), { decisionId, reason: "a story" });
  for (const { clerk } of stage.rules) clerk.hears({ at, did: next === null ? "decision-ended" : "decision-recorded" });
  return next;
}

async function ruleChanges(stage: HoldStage, random: () => number, tally: HoldTally): Promise<void> {
  const rule = stage.rules[Math.floor(random() * stage.rules.length)];
  if (rule !== undefined && (await somebodyActs(stage.fixture, rule, random))) tally.ruleEvents++;
}

async function compare(stage: HoldStage, random: () => number, tally: HoldTally): Promise<void> {
  const { fixture, office, slips, all, values } = stage;
  const at = fixture.time.now.getTime();
  for (const one of all) one.until(at);
  const readable = await readableNow(fixture);
  const person = PEOPLE[Math.floor(random() * PEOPLE.length)]?.phone ?? "";
  const found = await foundBySearch(fixture, person);
  const unheld = slips.find(({ slip }) => slip === "forgets-holds")?.office;
  for (const value of values) {
    const seen = readable.has(`${value.call} ${value.text}`);
    const gone = office.isGone(value);
    tally.checks++;
    const tell = (what: Mismatch) => tellMismatch(tally.told, what, stage.zone, at, value.rule, value.date);
    if (seen && gone) {
      tally.late++;
      tell("late");
    }
    if (!seen && !gone) {
      tally.early++;
      tell("early");
    }
    if (!gone && unheld?.isGone(value) === true) tally.outlived++;
    for (const { slip, office: other } of slips) if (seen === other.isGone(value)) tally.slips[slip]++;
    // What the keys say and what a person finds must be the same.
    if (value.text === person && found.has(value.call) !== seen) {
      tally.early++;
      tell(seen ? "search misses what is there" : "search finds what is gone");
    }
  }
}
