import { setCostFirst, SetCostFirstInput } from "../../processing/index.ts";
import { companyProcedure } from "../trpc.ts";

export const setFirst = companyProcedure
  .input(SetCostFirstInput)
  .mutation(({ ctx, input }) => setCostFirst(ctx, input));
