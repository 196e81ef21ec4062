import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { requireStepUp } from "../../domain/step-up.ts";
import { setErasureSetting as write } from "../../store/index.ts";
import { LOOSER_AFTER_DAYS, readSetting, type SettingNow } from "./setting.ts";

export const SetErasureSettingInput = z.strictObject({
  secondApprover: z.boolean(),
  /** As people write them: +46 8 465 004, one a line. */
  ownNumbers: z.array(z.string().trim().min(1).max(40)).max(100),
});
export type SetErasureSettingInput = z.infer<typeof SetErasureSettingInput>;

/** Who reads an erasure's certificate also reads what an erasure needs. */
export async function showErasureSetting(ctx: CompanyContext): Promise<SettingNow> {
  authoriseCompany(ctx, "certificate.see");
  return withCompany(door(ctx, "web"), ctx.company.id, (tx) => readSetting(tx, ctx.company.id, ctx.clock()));
}

/**
 * Sets whether every erasure needs a second person, and the company's own numbers, whose erasure always does. What is stricter
 * holds at once; what is looser a week later, so that one person cannot take the second one away and erase.
 */
export async function setErasureSetting(ctx: CompanyContext, input: SetErasureSettingInput): Promise<SettingNow> {
  authoriseCompany(ctx, "erasure.approve");
  requireStepUp(ctx);
  const asked = SetErasureSettingInput.parse(input);
  const ownNumbers = [...new Set(asked.ownNumbers.map(beginningOf))].sort();
  const now = ctx.clock();
  return withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const before = await readSetting(tx, ctx.company.id, now);
    const kept = [...new Set([...before.ownNumbers, ...ownNumbers])].sort();
    const holds = { secondApprover: before.secondApprover || asked.secondApprover, ownNumbers: kept };
    const looser = holds.secondApprover !== asked.secondApprover || kept.length !== ownNumbers.length;
    const nextFrom = looser ? new Date(now.getTime() + LOOSER_AFTER_DAYS * 86_400_000) : null;
    await write(tx, {
      companyId: ctx.company.id,
      ...holds,
      nextSecondApprover: looser ? asked.secondApprover : null,
      nextOwnNumbers: looser ? ownNumbers : null,
      nextFrom,
      setAt: now,
      setBy: ctx.actor.accountId,
      setByName: ctx.actor.name,
    });
    await audit(ctx, tx, {
      action: "erasure.setting.set",
      detail: { second: asked.secondApprover, ownNumbers: ownNumbers.length, waits: looser },
    });
    return readSetting(tx, ctx.company.id, now);
  });
}

/** Ten digits or fewer begin a series; a whole number may be a person's, and a setting is stored in clear. */
function beginningOf(text: string): string {
  const digits = text.replace(/[\s\-()/.]/g, "").replace(/^00/, "+");
  if (/^\+[1-9]\d{4,9}$/.test(digits)) return digits;
  throw new AppError(
    "bad-input",
    "Write the beginning of your own numbers with the country in front, as +46 8 465 00: five digits at least and ten at most.",
  );
}
