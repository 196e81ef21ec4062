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

interface Word {
  readonly country: string;
  readonly organisations: boolean;
}

interface RulesWord extends Word {
  /** Numbers of which it was said before: nobody is asked again when another rule is changed. */
  readonly said?: ReadonlySet<string>;
}

/** Rules that can be kept. Throws AppError "bad-input" with what to do. */
export function checkRules(rules: readonly RuleInput[], { country, organisations, said }: RulesWord): void {
  for (const rule of rules) {
    if (asksNothing({ ...rule, id: 1 }))
      throw refused("Say which calls the rule means: one that asks nothing would mean them all.", "name");
    const { from, to } = rule.days ?? { from: "", to: "" };
    if (from === null && to === null) throw refused("Name the first or the last day.", "dayFrom");
    if (from !== null && to !== null && from > to) throw refused("The first day lies after the last.", "dayTo");
    for (const number of rule.numbers ?? [])
      checkNumber(number, { country, organisations: organisations || said?.has(number) === true }, "numbers");
  }
}

/** Throws AppError "bad-input" for what is no organisation's, or may be a person's and nobody has said that it is not. */
export function checkNumber(number: string, { country, organisations }: Word, field: string): void {
  if (readAt(number, country, field).needsWord && !organisations)
    throw refused(
      "A number in it may be a person's. Confirm that all of them belong to organisations, or leave it out: numbers of persons stand in no rule.",
      "organisations",
    );
}

function readAt(number: string, country: string, field: string) {
  try {
    return readOrganisationNumber(number, country);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError("bad-input", error.message, { field, cause: error });
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

function refused(text: string, field: string): AppError {
  return new AppError("bad-input", text, { field });
}
