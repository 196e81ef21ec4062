import { destroyAt, expiresOn } from "#server/domain/retention.ts";
import { dayIn } from "#server/domain/zoned-time.ts";
import { ensureSlices, liveSlices } from "#server/keyring/index.ts";
import { withCompany } from "#db/with-company.ts";
import { endDecision } from "#server/privacy/disposal/end-decision.ts";
import { recordDecision } from "#server/privacy/disposal/record-decision.ts";
import { openPrivacyFixture, type PrivacyFixture } from "#server/privacy/privacy-fixture.ts";
import { companyRules } from "#server/privacy/retention/company-rules.ts";
import { purgeCompany } from "#server/privacy/retention/purge-company.ts";
import {
  type ActedRule,
  CLASSES,
  type Cls,
  cleanUp,
  DECISION,
  nextMoment,
  PRODUCTS,
  somebodyActs,
  workOf,
} from "./rule-acts.ts";
import { tellMismatch } from "./mismatch.ts";
import { RuleClerk } from "./rule-oracle.ts";

export interface StoryTally {
  /** Call days of one rule, each watched from its day to the end. */
  cases: number;
  checks: number;
  late: number;
  early: number;
  events: number;
  kills: number;
  /** The first disagreements, in words. */
  readonly told: string[];
}

interface Rule extends ActedRule {
  readonly clerk: RuleClerk;
  readonly calls: { readonly date: string; readonly sliceId: number }[];
}

/** A company whose people change their rules at random for `steps` steps, against the clerk. Everything ends with it. */
export async function tellStories(zone: string, steps: number, random: () => number, tally: StoryTally): Promise<void> {
  const endings: (() => Promise<void>)[] = [];
  const fixture = await openPrivacyFixture({ after: (ending) => endings.push(ending) }, zone, "public");
  try {
    // A clock change of the zone lies within the first weeks.
    fixture.time.now = new Date("2026-03-18T10:00:00Z");
    let decisionId = (await recordDecision(fixture.as("dpo"), DECISION)).decisionId;
    const rules = await openRules(fixture, zone);
    let decided = true;
    for (let step = 0; step < steps; step++) {
      fixture.time.now = nextMoment(fixture, zone, random);
      // What took hold since is a rule before anybody acts on it, as the worker's quarter of an hour makes it.
      await purgeCompany(workOf(fixture));
      if (decided) await callsOfToday(fixture, zone, rules, tally);
      if (random() < (decided ? 0.06 : 0.5)) {
        decided = !decided;
        if (decided) decisionId = (await recordDecision(fixture.as("dpo"), DECISION)).decisionId;
        else await endDecision(fixture.as("dpo"), { decisionId, reason: "a story" });
        const at = fixture.time.now.getTime();
        for (const { clerk } of rules) clerk.hears({ at, did: decided ? "decision-recorded" : "decision-ended" });
      } else if (decided) {
        for (let act = 0; act < ACTS_A_STEP; act++) {
          const rule = rules[Math.floor(random() * rules.length)];
          if (rule !== undefined && (await somebodyActs(fixture, rule, random))) tally.events++;
        }
      }
      await cleanUp(fixture, random, tally);
      await compare(fixture, zone, rules, tally);
    }
  } finally {
    for (const ending of endings.reverse()) await ending();
  }
}

const ACTS_A_STEP = 3;

async function openRules(fixture: PrivacyFixture, zone: string): Promise<Rule[]> {
  const known = await withCompany(fixture.db.data("web"), fixture.companyId, (tx) =>
    companyRules(tx, fixture.companyId),
  );
  return PRODUCTS.flatMap((product) =>
    (Object.keys(CLASSES) as Cls[]).map((cls) => {
      const days = known.rule(product, cls).keptDays ?? 0;
      const clerk = new RuleClerk(zone, days, fixture.time.now.getTime());
      return { product, class: cls, clerk, calls: [], cooling: [] };
    }),
  );
}

/** As ingest makes them: by the rules that hold at the moment. */
async function callsOfToday(
  fixture: PrivacyFixture,
  zone: string,
  rules: readonly Rule[],
  tally: StoryTally,
): Promise<void> {
  const today = dayIn(zone, fixture.time.now);
  const fresh = rules.filter((rule) => rule.calls.at(-1)?.date !== today);
  if (fresh.length === 0) return;
  const web = fixture.db.data("web");
  const set = await withCompany(web, fixture.companyId, (tx) => companyRules(tx, fixture.companyId));
  const specs = fresh.map((rule) => {
    const end = expiresOn(today, today, set.rule(rule.product, rule.class));
    const product = PRODUCT_CODES[rule.product];
    return { product, class: CLASSES[rule.class], callDay: today, expiresOn: end, destroyAt: destroyAt(end, zone) };
  });
  const slices = await ensureSlices(fixture.installation.keyring, fixture.companyId, specs);
  for (const [place, rule] of fresh.entries()) {
    const slice = slices[place];
    if (slice?.live !== true) continue;
    rule.calls.push({ date: today, sliceId: slice.id });
    rule.clerk.called(today);
    tally.cases++;
  }
}

const PRODUCT_CODES = { presentity: 1, tid: 2, cc: 3, pbx: 4 } as const;

async function compare(
  fixture: PrivacyFixture,
  zone: string,
  rules: readonly Rule[],
  tally: StoryTally,
): Promise<void> {
  const live = await liveSlices(fixture.installation.keyring, fixture.companyId, { classes: [1, 2, 3] });
  const readable = new Set(live.map((slice) => slice.id));
  const at = fixture.time.now.getTime();
  for (const { clerk, calls, product, class: cls } of rules) {
    clerk.until(at);
    for (const { date, sliceId } of calls) {
      tally.checks++;
      if (readable.has(sliceId) !== clerk.isGone(date)) continue;
      const what = clerk.isGone(date) ? "late" : "early";
      tally[what]++;
      tellMismatch(tally.told, what, zone, at, `${product} ${cls}`, date);
    }
  }
}
