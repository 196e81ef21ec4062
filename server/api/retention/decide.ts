import { DecideRetentionInput, decideRetention } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const decide = companyProcedure
  .input(DecideRetentionInput)
  .mutation(({ ctx, input }) => decideRetention(ctx, input));
