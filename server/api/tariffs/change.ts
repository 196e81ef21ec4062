import { changeTariff, ChangeTariffInput } from "../../processing/index.ts";
import { companyProcedure } from "../trpc.ts";

export const change = companyProcedure.input(ChangeTariffInput).mutation(({ ctx, input }) => changeTariff(ctx, input));
