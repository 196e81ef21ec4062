import { randomUUID } from "node:crypto";
import { withCompany } from "#db/with-company.ts";
import type { CompanyContext } from "#server/context.ts";
import { AppError } from "#server/domain/app-error.ts";
import { destroyAt } from "#server/domain/retention.ts";
import { dayIn } from "#server/domain/zoned-time.ts";
import { decideRetention } from "#server/privacy/decide-retention.ts";
import type { PrivacyFixture } from "#server/privacy/privacy-fixture.ts";
import { applyRules } from "#server/privacy/retention/apply-rules.ts";
import { companyRules } from "#server/privacy/retention/company-rules.ts";
import { purgeCompany } from "#server/privacy/retention/purge-company.ts";
import { setRetention } from "#server/privacy/set-retention.ts";
import { diedDoing, dyingDoor } from "./dying.ts";
import type { RuleClerk } from "./rule-oracle.ts";

export const PRODUCTS = ["tid", "cc", "presentity", "pbx"] as const;
export const CLASSES = { phone: 1, ssn: 2, ssn_truncated: 3 } as const;
export type Cls = keyof typeof CLASSES;

/** A rule, and who is told of everything that people do with it. */
export interface ActedRule {
  readonly product: (typeof PRODUCTS)[number];
  readonly class: Cls;
  readonly clerk: Pick<RuleClerk, "until" | "hears" | "isCooling">;
  cooling: { id: number; changeId: string; days: number }[];
}

/** Somebody does something with a rule, through the product's own verbs. Answers whether there was anything to do. */
export async function somebodyActs(fixture: PrivacyFixture, rule: ActedRule, random: () => number): Promise<boolean> {
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
    await approved(fixture, asker, second, { ...change, keptDays: days });
    clerk.hears({ at, did: "made-longer", days });
  } else if (ruleNow.days !== null) {
    await approved(fixture, asker, second, { ...change, keptDays: null });
    clerk.hears({ at, did: "switched-off" });
  } else {
    await approved(fixture, asker, second, { ...change, keptDays: null, renew: true });
    clerk.hears({ at, did: "renewed" });
  }
  return true;
}

async function shorten(
  asker: CompanyContext,
  rule: ActedRule,
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
  fixture: PrivacyFixture,
  asker: CompanyContext,
  second: CompanyContext,
  change: { product: ActedRule["product"]; class: Cls; keptDays: number | null; renew?: boolean },
): Promise<void> {
  const { changeId } = await setRetention(asker, { changes: [change], reason: "a story" });
  if (changeId === null) throw new Error("a loosening waits for the company");
  const approve = () => decideRetention(second, { changeId, decision: "approve" });
  await approve().catch(async (error: unknown) => {
    if (!(error instanceof AppError) || error.retry !== true) throw error;
    // What has just been let go goes first: the worker comes, and the company says its word again.
    await applyRules(workOf(fixture));
    await approve();
  });
}

async function daysNow(fixture: PrivacyFixture, rule: ActedRule): Promise<{ days: number | null }> {
  const web = fixture.db.data("web");
  const set = await withCompany(web, fixture.companyId, (tx) => companyRules(tx, fixture.companyId));
  return { days: set.rule(rule.product, rule.class).keptDays };
}

export function workOf(fixture: PrivacyFixture) {
  return { ...fixture.installation, company: fixture.as("reseller").company };
}

/** A clean-up that dies somewhere now and then; another one ends the work. */
export async function cleanUp(fixture: PrivacyFixture, random: () => number, tally: { kills: number }): Promise<void> {
  const work = workOf(fixture);
  const { keeper } = work.sql;
  if (random() < 0.25 && keeper !== undefined) {
    const dying = { ...work.sql, keeper: dyingDoor(keeper, Math.floor(random() * 4)) };
    if (await diedDoing(() => purgeCompany({ ...work, sql: dying }))) tally.kills++;
  }
  await purgeCompany(work);
}

let next = 1;

/** A few hours or days on, now and then months, in which switched-off rules end; or the very millisecond before a midnight or of it. */
export function nextMoment(fixture: PrivacyFixture, zone: string, random: () => number): Date {
  const before = fixture.time.now.getTime();
  const hours = random() < 0.04 ? 24 * 300 : 36;
  const after = before + Math.floor(random() * hours * 3_600_000) + 1;
  if (random() < 0.5) return new Date(after);
  const midnight = destroyAt(dayIn(zone, new Date(after)), zone).getTime();
  const edge = random() < 0.5 ? midnight - 1 : midnight;
  return new Date(edge > before ? edge : after);
}

/** What a public body decides on. */
export const DECISION = {
  authority: "A board",
  number: "1/2026",
  decidedOn: "2026-01-15",
  about: "call records",
  items: [{}],
};
