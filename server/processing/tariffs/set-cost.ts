import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { CURRENCIES } from "../../domain/money.ts";
import { dropCostChoice, raiseSorting, setCostChoice, setCurrency } from "../../store/index.ts";
import { requireSource } from "../require-source.ts";
import { showTariffs, type TariffsView } from "./show-tariffs.ts";

export const SetCostFirstInput = z
  .strictObject({
    /** null: of every source that has no choice of its own. */
    sourceId: z.int().positive().nullable().default(null),
    /** null: the source goes by the company's choice. */
    first: z.enum(["tariff", "pbx"]).nullable(),
  })
  .refine(({ sourceId, first }) => sourceId !== null || first !== null, {
    message: "Choose what goes first for the company.",
    path: ["first"],
  });
export type SetCostFirstInput = z.input<typeof SetCostFirstInput>;

/** Whether the tariff or the telephone system says first what a call costs; the other's word counts where that says nothing. */
export async function setCostFirst(ctx: CompanyContext, input: SetCostFirstInput): Promise<TariffsView> {
  authoriseCompany(ctx, "processing.change");
  const { sourceId, first } = SetCostFirstInput.parse(input);
  const { id: companyId } = ctx.company;
  const now = ctx.clock();
  await withCompany(door(ctx, "web"), companyId, async (tx) => {
    await requireSource(tx, companyId, sourceId);
    const by = { setAt: now, setBy: ctx.actor.accountId, setByName: ctx.actor.name };
    if (first === null) await dropCostChoice(tx, companyId, sourceId ?? 0);
    else await setCostChoice(tx, { companyId, sourceId, first, ...by });
    await raiseSorting(tx, companyId, now);
    await audit(ctx, tx, { action: "tariff.first", detail: { source: sourceId, first } });
  });
  return await showTariffs(ctx);
}

export const ChooseCurrencyInput = z.strictObject({
  currency: z.string().refine((code) => CURRENCIES.includes(code), {
    message: "Write the three letters of a currency that has hundredths, e.g. SEK.",
  }),
});
export type ChooseCurrencyInput = z.infer<typeof ChooseCurrencyInput>;

/** The currency that every amount of this company is in. It is a name alone: nothing is converted. */
export async function chooseCurrency(ctx: CompanyContext, input: ChooseCurrencyInput): Promise<TariffsView> {
  authoriseCompany(ctx, "processing.change");
  const { currency } = ChooseCurrencyInput.parse(input);
  const { id: companyId } = ctx.company;
  await withCompany(door(ctx, "web"), companyId, async (tx) => {
    await setCurrency(tx, companyId, currency, ctx.clock());
    await audit(ctx, tx, { action: "tariff.currency", detail: { currency } });
  });
  return await showTariffs(ctx);
}
