import { freezeSelection, FreezeSelectionInput } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const freeze = companyProcedure
  .input(FreezeSelectionInput)
  .mutation(({ ctx, input }) => freezeSelection(ctx, input));
