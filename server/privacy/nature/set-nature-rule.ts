import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { RULE_KINDS } from "../../domain/nature-rules.ts";
import { NATURES } from "../../domain/sorted.ts";
import { requireStepUp } from "../../domain/step-up.ts";
import {
  listNatureRules,
  MOST_NATURE_RULES,
  type NatureRuleRow,
  setNatureRule,
  sourceById,
} from "../../store/index.ts";

const common = {
  /** The rule to write anew; a new one where it is left out. */
  ruleId: z.uuid().optional(),
  sourceId: z.int().positive().nullable().default(null),
  nature: z.enum(["private", "business"]),
};

export const SetNatureRuleInput = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("code"), ...common, code: z.string().trim().min(1).max(40) }),
  z.strictObject({
    kind: z.literal("time"),
    ...common,
    weekdays: z.int().min(1).max(127),
    fromMinute: z.int().min(0).max(1439),
    toMinute: z.int().min(1).max(1440),
    outside: z.boolean(),
  }),
]);
export type SetNatureRuleInput = z.infer<typeof SetNatureRuleInput>;

/** Longer than any access code; the shortest numbers of people are longer. */
const MOST_CODE_DIGITS = 5;

/** Writes a rule about codes or times. It holds for calls read from the next moments on, and marks of a hand go before it. */
export async function setNatureRuleOf(
  ctx: CompanyContext,
  input: z.input<typeof SetNatureRuleInput>,
): Promise<{ readonly ruleId: string }> {
  authoriseCompany(ctx, "processing.change");
  const asked = SetNatureRuleInput.parse(input);
  requireStepUp(ctx);
  check(asked);
  const { id: companyId } = ctx.company;
  const ruleId = asked.ruleId ?? randomUUID();
  const { kind, nature, sourceId } = asked;
  const row: NatureRuleRow = {
    companyId,
    id: ruleId,
    sourceId,
    kind: RULE_KINDS[kind],
    nature: NATURES[nature],
    code: asked.kind === "code" ? asked.code : null,
    weekdays: asked.kind === "time" ? asked.weekdays : null,
    fromMinute: asked.kind === "time" ? asked.fromMinute : null,
    toMinute: asked.kind === "time" ? asked.toMinute : null,
    outside: asked.kind === "time" ? asked.outside : null,
    changedAt: ctx.clock(),
    changedBy: ctx.actor.accountId,
    changedByName: ctx.actor.name,
  };
  await withCompany(door(ctx, "web"), companyId, async (tx) => {
    await checkAmong(tx, row, asked.ruleId !== undefined);
    await setNatureRule(tx, row);
    const which = asked.kind === "code" ? { code: asked.code } : {};
    await audit(ctx, tx, { action: "natures.rule", detail: { kind, nature, source: sourceId ?? "all", ...which } });
  });
  return { ruleId };
}

function check(asked: SetNatureRuleInput): void {
  if (asked.kind === "time") {
    if (asked.fromMinute < asked.toMinute) return;
    throw new AppError(
      "bad-input",
      "The hours end before they begin. For a night, choose the hours of the day and say that the rule is about calls outside of them.",
      { field: "toMinute" },
    );
  }
  if (!/^[0-9*#-]+$/.test(asked.code))
    throw new AppError(
      "bad-input",
      "A code is made of digits, *, # and -, as the telephone system writes it: for example *71 or 9-2.",
      { field: "code" },
    );
  if (asked.code.replace(/\D/g, "").length > MOST_CODE_DIGITS || asked.code.length > 12)
    throw new AppError(
      "bad-input",
      `A code has at most ${MOST_CODE_DIGITS} digits: longer ones read like somebody's number, and numbers of people stand in no rule. Put the number on the list below instead.`,
      { field: "code" },
    );
}

async function checkAmong(tx: Tx, row: NatureRuleRow, rewritten: boolean): Promise<void> {
  const rules = await listNatureRules(tx, row.companyId);
  if (rewritten && !rules.some((one) => one.id === row.id))
    throw new AppError("not-found", "This rule has been removed meanwhile. Make a new one.");
  if (!rewritten && rules.length >= MOST_NATURE_RULES)
    throw new AppError("limit", `A company has at most ${MOST_NATURE_RULES} such rules. Remove one first.`);
  const same = rules.some(
    (one) =>
      one.id !== row.id && one.kind === RULE_KINDS.code && one.code === row.code && one.sourceId === row.sourceId,
  );
  if (same && row.code !== null)
    throw new AppError("conflict", "There is a rule for this code already. Change that one, or remove it.", {
      field: "code",
    });
  if (row.sourceId === null) return;
  const source = await sourceById(tx, row.companyId, row.sourceId);
  if (source === null || source.removedAt !== null)
    throw new AppError("not-found", "This source does not exist any more. Choose another one, or all sources.");
}
