import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { withoutNumbers } from "../../domain/free-text.ts";
import { SHIELD_CATEGORY_NAMES, type ShieldCategory } from "../../domain/shield/categories.ts";
import { NO_SHIELD, SHIELD_COOLING_HOURS, shieldSettings } from "../../domain/shield/shield-settings.ts";
import { requireStepUp } from "../../domain/step-up.ts";
import { readGate, requireVersion, setGate } from "../../store/gate.ts";
import { checkNumber } from "./filter-input.ts";
import { nextShield } from "./next-shield.ts";
import { type ShieldView, showShield } from "./show-shield.ts";

const category = z.enum(SHIELD_CATEGORY_NAMES as [ShieldCategory, ...ShieldCategory[]]);

/** All that is to be shielded: what is left out is taken away. */
export const SetShieldInput = z.strictObject({
  /** The version that was looked at. */
  version: z.int().nonnegative(),
  categories: z.array(category).max(50),
  numbers: z.array(z.strictObject({ category, number: z.string().trim().min(2).max(32) })).max(500),
  /** The word that the numbers belong to organisations, where they could be anybody's. */
  organisations: z.boolean().default(false),
  /** The word that something is taken away on purpose. */
  loosen: z.boolean().default(false),
  reason: z.string().trim().min(3).max(500),
});
export type SetShieldInput = z.input<typeof SetShieldInput>;

/** Which numbers become a category before the inbox, from now on. What is stored already stays as it is. */
export async function setShield(ctx: CompanyContext, input: SetShieldInput): Promise<ShieldView> {
  authoriseCompany(ctx, "shield.change");
  const { version, organisations, loosen, reason: words, ...wanted } = SetShieldInput.parse(input);
  requireStepUp(ctx);
  const { id: companyId, country } = ctx.company;
  const now = ctx.clock();
  const reason = withoutNumbers(words, now);
  await withCompany(door(ctx, "web"), companyId, async (tx) => {
    const row = await readGate(tx, companyId, "shield");
    requireVersion(row, version);
    const before = shieldSettings.safeParse(row?.settings ?? NO_SHIELD).data ?? NO_SHIELD;
    // The word was given when a number was first written down.
    const said = new Set(before.numbers.map((one) => one.number));
    for (const { number } of wanted.numbers)
      checkNumber(number, { country, organisations: organisations || said.has(number) }, "number");
    const { settings, added, removed } = nextShield(before, wanted, now, country);
    if (removed > 0 && !loosen) throw loosening();
    await setGate(tx, {
      companyId,
      kind: "shield",
      version,
      settings: shieldSettings.parse(settings),
      setAt: now,
      setBy: ctx.actor.accountId,
      setByName: ctx.actor.name,
    });
    const detail = { categories: wanted.categories.length, numbers: wanted.numbers.length, added, removed };
    await audit(ctx, tx, { action: removed > 0 ? "shield.loosened" : "shield.set", purpose: reason, detail });
  });
  return await showShield(ctx);
}

function loosening(): AppError {
  return new AppError(
    "bad-input",
    `This takes something out of the shield: confirm that it is meant. It goes on being shielded for ${SHIELD_COOLING_HOURS} hours, and comes back by being asked for again.`,
    { field: "loosen" },
  );
}
