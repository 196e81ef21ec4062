import { ChooseCurrencyInput, chooseCurrency } from "../../processing/index.ts";
import { companyProcedure } from "../trpc.ts";

export const setCurrency = companyProcedure
  .input(ChooseCurrencyInput)
  .mutation(({ ctx, input }) => chooseCurrency(ctx, input));
