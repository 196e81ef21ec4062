import { z } from "zod";
import { AppError } from "../../domain/app-error.ts";
import { asksNothing, type FilterRule, filterRule, filterSettings } from "../../domain/filter/filter-settings.ts";
import { readOrganisationNumber } from "../../domain/organisation-number.ts";

/** A rule as somebody writes it: a new one has no id yet. */
export const RuleInput = filterRule.omit({ id: true }).extend({ id: z.int().positive().nullish() });
export type RuleInput = z.infer<typeof RuleInput>;

export const RulesInput = z.strictObject({
  rules: z.array(RuleInput).max(100),
  others: filterSettings.shape.others,
  /** The word that the numbers in the rules belong to organisations, where they could be anybody's. */
  organisations: z.boolean().default(false),
});

/** Rules that can be kept. Throws AppError "bad-input" with the rule and what to do. */
export function checkRules(rules: readonly RuleInput[], options: { country: string; organisations: boolean }): void {
  for (const [at, rule] of rules.entries()) {
    const told = `Rule ${at + 1}: `;
    if (asksNothing({ ...rule, id: 1 }))
      throw refused(`${told}say which calls are meant. A rule that asks nothing would mean them all.`);
    const { days } = rule;
    if (days !== undefined && days.from === null && days.to === null)
      throw refused(`${told}name the first or the last day.`);
    if (days !== undefined && days.from !== null && days.to !== null && days.from > days.to)
      throw refused(`${told}the first day lies after the last.`);
    for (const number of rule.numbers ?? []) checkNumber(number, told, options);
  }
}

export function checkNumber(
  number: string,
  told: string,
  { country, organisations }: { country: string; organisations: boolean },
): void {
  const { needsWord } = read(number, told, country);
  if (needsWord && !organisations)
    throw new AppError(
      "bad-input",
      `${told}a number may be a person's. Confirm that it belongs to an organisation, or leave it out: numbers of persons stand in no rule.`,
      { field: "organisations" },
    );
}

function read(number: string, told: string, country: string) {
  try {
    return readOrganisationNumber(number, country);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError("bad-input", told + error.message, { field: "numbers", cause: error });
  }
}

/** New rules get the next id, which nothing was ever counted under; others keep theirs. */
export function withIds(
  rules: readonly RuleInput[],
  known: ReadonlySet<number>,
  lastId: number,
): { rules: FilterRule[]; lastId: number } {
  let last = lastId;
  const used = new Set<number>();
  const numbered = rules.map((rule) => {
    const own = rule.id ?? null;
    const id = own !== null && known.has(own) && !used.has(own) ? own : ++last;
    used.add(id);
    return { ...rule, id };
  });
  return { rules: numbered, lastId: last };
}

function refused(text: string): AppError {
  return new AppError("bad-input", text, { field: "rules" });
}
