import { removeTariff, RemoveTariffInput } from "../../processing/index.ts";
import { companyProcedure } from "../trpc.ts";

export const remove = companyProcedure.input(RemoveTariffInput).mutation(({ ctx, input }) => removeTariff(ctx, input));
