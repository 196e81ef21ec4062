import { setFilter, SetFilterInput } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

export const setFilterRules = companyProcedure
  .input(SetFilterInput)
  .mutation(({ ctx, input }) => setFilter(ctx, input));
