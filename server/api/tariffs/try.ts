import { tryTariff, TryTariffInput } from "../../processing/index.ts";
import { companyProcedure } from "../trpc.ts";

export const tryOut = companyProcedure.input(TryTariffInput).mutation(({ ctx, input }) => tryTariff(ctx, input));
