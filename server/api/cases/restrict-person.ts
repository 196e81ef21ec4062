import { RestrictPersonInput, restrictPerson as restrictPersonVerb } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const restrictPerson = companyProcedure
  .input(RestrictPersonInput)
  .mutation(({ ctx, input }) => restrictPersonVerb(ctx, input));
