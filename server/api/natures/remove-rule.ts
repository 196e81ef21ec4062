import { RemoveNatureRuleInput, removeNatureRuleOf } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const removeRule = companyProcedure
  .input(RemoveNatureRuleInput)
  .mutation(({ ctx, input }) => removeNatureRuleOf(ctx, input));
