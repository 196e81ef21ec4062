import { SetNatureRuleInput, setNatureRuleOf } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const setRule = companyProcedure
  .input(SetNatureRuleInput)
  .mutation(({ ctx, input }) => setNatureRuleOf(ctx, input));
