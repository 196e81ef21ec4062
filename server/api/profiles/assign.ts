import { AssignProfileInput, assignProfile } from "../../directory/profiles/assign-profile.ts";
import { companyProcedure } from "../trpc.ts";

export const assign = companyProcedure
  .input(AssignProfileInput)
  .mutation(({ ctx, input }) => assignProfile(ctx, input));
