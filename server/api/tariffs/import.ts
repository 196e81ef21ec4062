import { importTariff, ImportTariffInput } from "../../processing/index.ts";
import { companyProcedure } from "../trpc.ts";

export const importOf = companyProcedure
  .input(ImportTariffInput)
  .mutation(({ ctx, input }) => importTariff(ctx, input));
