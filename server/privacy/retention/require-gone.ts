import type { Tx } from "#db/clients.ts";
import type { CompanyContext } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import type { RuleSet } from "../../domain/retention.ts";
import { liveSlices } from "../../keyring/index.ts";
import { caseSlices } from "../../store/index.ts";
import { companyRules } from "./company-rules.ts";
import { formerEnds, RULED_CLASSES, ruleChanges } from "./rule-changes.ts";

/**
 * What is past the rules that hold has to go, and the worker may not have come to it yet: rules that would keep it after all wait
 * until it has, or two persons' word that it goes at once would be undone unseen. Throws AppError "conflict" (retry).
 */
export async function requireGone(tx: Tx, ctx: CompanyContext, after: RuleSet): Promise<void> {
  const { id, timeZone } = ctx.company;
  const slices = await liveSlices(ctx.keyring, id, { classes: RULED_CLASSES });
  const former = formerEnds(await caseSlices(tx, id));
  const past = (rules: RuleSet) =>
    ruleChanges(slices, rules, timeZone, ctx.clock(), former).flatMap((one) => (one.due ? [one.slice.id] : []));
  const going = past(await companyRules(tx, id));
  if (going.length === 0) return;
  const still = new Set(past(after));
  if (going.every((slice) => still.has(slice))) return;
  throw new AppError(
    "conflict",
    "A shorter rule has just taken hold, and what is past it goes first. Try again in a minute; if it lasts, see that the worker runs.",
    { retry: true },
  );
}
