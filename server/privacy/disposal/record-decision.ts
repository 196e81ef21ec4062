import { randomUUID } from "node:crypto";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { DATA_CLASSES, nameOf, PRODUCTS } from "../../domain/codes.ts";
import { type DisposalItem, itemFor } from "../../domain/disposal.ts";
import { withoutNumbers } from "../../domain/free-text.ts";
import { requireStepUp } from "../../domain/step-up.ts";
import { dayIn } from "../../domain/zoned-time.ts";
import { enqueue } from "../../jobs/enqueue.ts";
import { isCooled } from "../../domain/rule-change.ts";
import { coolingOf, ownRules } from "../retention/company-rules.ts";
import { stepsOf } from "../retention/rule-effect.ts";
import { cool } from "../set-retention.ts";
import { addDecision, listCooling, readDisposal } from "../../store/index.ts";
import { RecordDecisionInput } from "./decision-input.ts";

/**
 * A disposal decision of a public body. From now on its rules run for what it covers, within the days it names: what was
 * held for want of it gets its end back, and what is past that goes.
 */
export async function recordDecision(
  ctx: CompanyContext,
  input: RecordDecisionInput,
): Promise<{ readonly decisionId: string }> {
  authoriseCompany(ctx, "disposal.change");
  const asked = RecordDecisionInput.parse(input);
  requireStepUp(ctx);
  if (ctx.company.kind !== "public")
    throw new AppError("conflict", "Only a public body needs disposal decisions. Change the company's kind first.");
  const now = ctx.clock();
  if (asked.decidedOn > dayIn(ctx.company.timeZone, now))
    throw new AppError("bad-input", "The decision lies in the future. Give the day on which it was taken.", {
      field: "decidedOn",
    });
  const items = itemsOf(asked.items);
  const decisionId = randomUUID();
  const companyId = ctx.company.id;
  await withCompany(door(ctx, "web"), companyId, async (tx) => {
    const known = (await readDisposal(tx, companyId)) ?? [];
    const twice = items.find((item) => known.some((one) => one.product === item.product && one.class === item.class));
    if (twice !== undefined)
      throw new AppError("conflict", "A decision that holds covers some of this already. End that one first.");
    const row = {
      companyId,
      id: decisionId,
      authority: withoutNumbers(asked.authority, now),
      number: withoutNumbers(asked.number, now),
      decidedOn: asked.decidedOn,
      about: withoutNumbers(asked.about, now),
      recordedAt: now,
      recordedBy: ctx.actor.accountId,
      recordedByName: ctx.actor.name,
    };
    await addDecision(tx, row, items);
    await coolToDecision(tx, ctx, items, `${row.authority}, ${row.number}`);
    await enqueue(tx, "apply-rules", { companyId });
    const detail = { decision: decisionId, number: row.number, decidedOn: row.decidedOn, items: items.length };
    await audit(ctx, tx, { action: "disposal.recorded", purpose: row.about, detail });
  });
  return { decisionId };
}

/** Rules that keep longer than was decided get shorter, as any rule does: after their cool-down. */
async function coolToDecision(
  tx: Tx,
  ctx: CompanyContext,
  items: readonly DisposalItem[],
  reason: string,
): Promise<void> {
  const cooling = coolingOf(await listCooling(tx, ctx.company.id));
  const changes = items.flatMap((item) => {
    const product = nameOf(PRODUCTS, item.product);
    const cls = nameOf(DATA_CLASSES, item.class);
    return product === undefined || cls === undefined || item.longestDays === null
      ? []
      : [{ product, class: cls, keptDays: item.longestDays }];
  });
  const today = dayIn(ctx.company.timeZone, ctx.clock());
  const steps = stepsOf(await ownRules(tx, ctx.company.id), changes, today, cooling);
  const shorter = steps.filter((step) => isCooled(step.before, step.after));
  if (shorter.length > 0) await cool(tx, ctx, randomUUID(), shorter, reason);
}

/** Each product and class once. Throws AppError "bad-input" where two parts of a decision say different things of one. */
function itemsOf(parts: ReturnType<typeof RecordDecisionInput.parse>["items"]): DisposalItem[] {
  const items: DisposalItem[] = [];
  for (const { products, classes, shortestDays, longestDays } of parts) {
    for (const product of products) {
      for (const cls of classes) {
        if (itemFor(items, product, cls) !== undefined)
          throw new AppError("bad-input", `The decision names ${cls} of ${product} twice. Name each once.`);
        items.push({ product: PRODUCTS[product], class: DATA_CLASSES[cls], shortestDays, longestDays });
      }
    }
  }
  return items;
}
