import { RevealPrivateNumberInput, revealPrivateNumber } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const revealNumber = companyProcedure
  .input(RevealPrivateNumberInput)
  .mutation(({ ctx, input }) => revealPrivateNumber(ctx, input));
