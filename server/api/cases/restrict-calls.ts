import { RestrictCallsInput, restrictCalls as restrictCallsVerb } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const restrictCalls = companyProcedure
  .input(RestrictCallsInput)
  .mutation(({ ctx, input }) => restrictCallsVerb(ctx, input));
