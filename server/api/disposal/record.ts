import { recordDecision, RecordDecisionInput } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const record = companyProcedure
  .input(RecordDecisionInput)
  .mutation(({ ctx, input }) => recordDecision(ctx, input));
