import { DropPrivateNumberInput, dropPrivateNumber } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const dropNumber = companyProcedure
  .input(DropPrivateNumberInput)
  .mutation(({ ctx, input }) => dropPrivateNumber(ctx, input));
