import { PrepareErasureInput, prepareErasure as prepareErasureVerb } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const prepareErasure = companyProcedure
  .input(PrepareErasureInput)
  .mutation(({ ctx, input }) => prepareErasureVerb(ctx, input));
