import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { nameOf } from "../../domain/codes.ts";
import { RULE_KINDS } from "../../domain/nature-rules.ts";
import { NATURES } from "../../domain/sorted.ts";
import { readPrivateNumbers } from "../../keyring/index.ts";
import { listNatureRules, listSources, type NatureRuleRow } from "../../store/index.ts";

export interface NatureRuleView {
  readonly ruleId: string;
  readonly kind: "code" | "time";
  readonly nature: "private" | "business";
  /** null: every source without rules of this kind of its own. */
  readonly sourceId: number | null;
  readonly code: string | null;
  /** Bits, 1 = Monday. */
  readonly weekdays: number | null;
  readonly fromMinute: number | null;
  readonly toMinute: number | null;
  readonly outside: boolean | null;
  readonly changedAt: Date;
  readonly changedByName: string;
}

export interface NaturesView {
  readonly rules: readonly NatureRuleView[];
  readonly sources: readonly { readonly sourceId: number; readonly name: string; readonly timeZone: string }[];
  /** How many numbers stand on the company's lists. */
  readonly numbers: number;
}

/** By what calls are told private from business: the rules, and how many numbers are listed. */
export async function showNatures(ctx: CompanyContext): Promise<NaturesView> {
  authoriseCompany(ctx, "processing.see");
  const { id } = ctx.company;
  const { rules, sources } = await withCompany(door(ctx, "web"), id, async (tx) => ({
    rules: await listNatureRules(tx, id),
    sources: await listSources(tx, id),
  }));
  const { total } = await readPrivateNumbers(ctx.keyring, id, { limit: 1 });
  return {
    rules: rules.flatMap(viewOf),
    sources: sources.map((source) => ({
      sourceId: source.id,
      name: source.name,
      timeZone: source.timeZone ?? ctx.company.timeZone,
    })),
    numbers: total,
  };
}

function viewOf(row: NatureRuleRow): NatureRuleView[] {
  const kind = nameOf(RULE_KINDS, row.kind);
  if (kind === undefined) return [];
  const { id: ruleId, sourceId, code, weekdays, fromMinute, toMinute, outside, changedAt, changedByName } = row;
  const nature = row.nature === NATURES.private ? "private" : "business";
  return [{ ruleId, kind, nature, sourceId, code, weekdays, fromMinute, toMinute, outside, changedAt, changedByName }];
}
