import { DecideErasureInput, decideErasure } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const decide = companyProcedure
  .input(DecideErasureInput)
  .mutation(({ ctx, input }) => decideErasure(ctx, input));
