import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { dropTariff, lockSorting, raiseSorting } from "../../store/index.ts";
import { requireTariff } from "./require-tariff.ts";

export const RemoveTariffInput = z.strictObject({ tariffId: z.uuid() });
export type RemoveTariffInput = z.infer<typeof RemoveTariffInput>;

/** Calls that it rated keep what they cost; those of its days that are read from now on go by the one before. */
export async function removeTariff(ctx: CompanyContext, input: RemoveTariffInput): Promise<void> {
  authoriseCompany(ctx, "processing.change");
  const { tariffId } = RemoveTariffInput.parse(input);
  const { id: companyId } = ctx.company;
  await withCompany(door(ctx, "web"), companyId, async (tx) => {
    await lockSorting(tx, companyId, ctx.clock());
    const { validFrom, lines } = await requireTariff(tx, companyId, tariffId);
    await dropTariff(tx, companyId, tariffId);
    await raiseSorting(tx, companyId, ctx.clock());
    await audit(ctx, tx, { action: "tariff.remove", detail: { tariff: tariffId, from: validFrom, lines } });
  });
}
