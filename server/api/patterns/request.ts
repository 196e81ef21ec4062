import { RequestPatternInput, requestPattern } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const request = companyProcedure
  .input(RequestPatternInput)
  .mutation(({ ctx, input }) => requestPattern(ctx, input));
