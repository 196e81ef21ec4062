import { endDecision, EndDecisionInput } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const end = companyProcedure.input(EndDecisionInput).mutation(({ ctx, input }) => endDecision(ctx, input));
