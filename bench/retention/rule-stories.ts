import { randomUUID } from "node:crypto";
import type { CompanyContext } from "#server/context.ts";
import { destroyAt, expiresOn } from "#server/domain/retention.ts";
import { dayIn } from "#server/domain/zoned-time.ts";
import { ensureSlices, liveSlices } from "#server/keyring/index.ts";
import { withCompany } from "#db/with-company.ts";
import { decideRetention } from "#server/privacy/decide-retention.ts";
import { endDecision } from "#server/privacy/disposal/end-decision.ts";
import { recordDecision } from "#server/privacy/disposal/record-decision.ts";
import { openPrivacyFixture, type PrivacyFixture } from "#server/privacy/privacy-fixture.ts";
import { companyRules } from "#server/privacy/retention/company-rules.ts";
import { purgeCompany } from "#server/privacy/retention/purge-company.ts";
import { setRetention } from "#server/privacy/set-retention.ts";
import { RuleClerk } from "./rule-oracle.ts";

export interface StoryTally {
  /** Call days of one rule, each watched from its day to the end. */
  cases: number;
  checks: number;
  late: number;
  early: number;
  events: number;
  kills: number;
}

const PRODUCTS = ["tid", "cc", "presentity", "pbx"] as const;
const CLASSES = { phone: 1, ssn: 2, ssn_truncated: 3 } as const;
type Cls = keyof typeof CLASSES;

interface Rule {
  readonly product: (typeof PRODUCTS)[number];
  readonly class: Cls;
  readonly clerk: RuleClerk;
  readonly calls: { readonly date: string; readonly sliceId: number }[];
  days: number;
  off: boolean;
  cooling: { id: number; changeId: string; days: number }[];
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
      await compare(fixture, rules, tally);
    }
  } finally {
    for (const ending of endings.reverse()) await ending();
  }
}

const ACTS_A_STEP = 3;

const DECISION = {
  authority: "A board",
  number: "1/2026",
  decidedOn: "2026-01-15",
  about: "call records",
  items: [{}],
};

async function openRules(fixture: PrivacyFixture, zone: string): Promise<Rule[]> {
  const known = await withCompany(fixture.db.data("web"), fixture.companyId, (tx) =>
    companyRules(tx, fixture.companyId),
  );
  return PRODUCTS.flatMap((product) =>
    (Object.keys(CLASSES) as Cls[]).map((cls) => {
      const days = known.rule(product, cls).keptDays ?? 0;
      const clerk = new RuleClerk(zone, days, fixture.time.now.getTime());
      return { product, class: cls, clerk, calls: [], days, off: false, cooling: [] };
    }),
  );
}

/** A few hours or days on, now and then months, in which switched-off rules end; or the very millisecond before a midnight or of it. */
function nextMoment(fixture: PrivacyFixture, zone: string, random: () => number): Date {
  const before = fixture.time.now.getTime();
  const hours = random() < 0.04 ? 24 * 300 : 36;
  const after = before + Math.floor(random() * hours * 3_600_000) + 1;
  if (random() < 0.5) return new Date(after);
  const midnight = destroyAt(dayIn(zone, new Date(after)), zone).getTime();
  const edge = random() < 0.5 ? midnight - 1 : midnight;
  return new Date(edge > before ? edge : after);
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

let next = 1;

/** Somebody does something with a rule, through the product's own verbs. Answers whether there was anything to do. */
async function somebodyActs(fixture: PrivacyFixture, rule: Rule, random: () => number): Promise<boolean> {
  const { clerk, product, class: cls } = rule;
  const at = fixture.time.now.getTime();
  clerk.until(at);
  rule.cooling = rule.cooling.filter((one) => clerk.isCooling(one.id));
  const asker = fixture.as("reseller");
  const second = fixture.as("company-administrator", { accountId: randomUUID() });
  const pending = rule.cooling[0];
  if (pending !== undefined && random() < 0.5) {
    const waives = random() < 0.5;
    const decision = waives ? ("waive" as const) : random() < 0.5 ? ("withdraw" as const) : ("decline" as const);
    await decideRetention(decision === "withdraw" ? asker : second, { changeId: pending.changeId, decision });
    clerk.hears({ at, did: waives ? "waived" : "cancelled", id: pending.id });
    return true;
  }
  const ruleNow = await daysNow(fixture, rule);
  const choice = random();
  if (choice < 0.55) return await shorten(asker, rule, ruleNow, at, random);
  const change = { product, class: cls };
  if (choice < 0.75) {
    const days = (ruleNow.days ?? 0) + 1 + Math.floor(random() * 20);
    if (ruleNow.days === null) return false;
    await approved(asker, second, { ...change, keptDays: days });
    clerk.hears({ at, did: "made-longer", days });
  } else if (ruleNow.days !== null) {
    await approved(asker, second, { ...change, keptDays: null });
    clerk.hears({ at, did: "switched-off" });
  } else {
    await approved(asker, second, { ...change, keptDays: null, renew: true });
    clerk.hears({ at, did: "renewed" });
  }
  return true;
}

async function shorten(
  asker: CompanyContext,
  rule: Rule,
  now: { days: number | null },
  at: number,
  random: () => number,
): Promise<boolean> {
  const least = Math.min(now.days ?? 60, ...rule.cooling.map((one) => one.days));
  if (least === 0) return false;
  const days = Math.floor(random() * least);
  const changes = [{ product: rule.product, class: rule.class, keptDays: days }];
  const { coolingId } = await setRetention(asker, { changes, reason: "a story" });
  if (coolingId === null) throw new Error("a shortening has a cool-down");
  const id = next++;
  rule.cooling.push({ id, changeId: coolingId, days });
  rule.clerk.hears({ at, did: "asked-shorter", id, days });
  return true;
}

async function approved(
  asker: CompanyContext,
  second: CompanyContext,
  change: { product: Rule["product"]; class: Cls; keptDays: number | null; renew?: boolean },
): Promise<void> {
  const { changeId } = await setRetention(asker, { changes: [change], reason: "a story" });
  if (changeId === null) throw new Error("a loosening waits for the company");
  await decideRetention(second, { changeId, decision: "approve" });
}

async function daysNow(fixture: PrivacyFixture, rule: Rule): Promise<{ days: number | null }> {
  const web = fixture.db.data("web");
  const set = await withCompany(web, fixture.companyId, (tx) => companyRules(tx, fixture.companyId));
  return { days: set.rule(rule.product, rule.class).keptDays };
}

function workOf(fixture: PrivacyFixture) {
  return { ...fixture.installation, company: fixture.as("reseller").company };
}

/** A clean-up that dies somewhere now and then; another one ends the work. */
async function cleanUp(fixture: PrivacyFixture, random: () => number, tally: StoryTally): Promise<void> {
  const work = workOf(fixture);
  const { keeper } = work.sql;
  if (random() < 0.25 && keeper !== undefined) {
    let left = Math.floor(random() * 4);
    const dying = new Proxy(keeper, {
      get: (target, key) => {
        const value = Reflect.get(target, key) as unknown;
        if (key !== "begin") return value;
        return (...given: unknown[]) => {
          if (--left < 0) throw new Error("killed");
          return (value as (...args: unknown[]) => unknown).apply(target, given);
        };
      },
    });
    await purgeCompany({ ...work, sql: { ...work.sql, keeper: dying } }).catch((error: Error) => {
      if (error.message !== "killed") throw error;
      tally.kills++;
    });
  }
  await purgeCompany(work);
}

async function compare(fixture: PrivacyFixture, rules: readonly Rule[], tally: StoryTally): Promise<void> {
  const live = await liveSlices(fixture.installation.keyring, fixture.companyId, { classes: [1, 2, 3] });
  const readable = new Set(live.map((slice) => slice.id));
  for (const { clerk, calls } of rules) {
    clerk.until(fixture.time.now.getTime());
    for (const { date, sliceId } of calls) {
      tally.checks++;
      if (readable.has(sliceId) && clerk.isGone(date)) tally.late++;
      if (!readable.has(sliceId) && !clerk.isGone(date)) tally.early++;
    }
  }
}
