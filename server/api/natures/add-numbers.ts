import { AddPrivateNumbersInput, addPrivateNumbers } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const addNumbers = companyProcedure
  .input(AddPrivateNumbersInput)
  .mutation(({ ctx, input }) => addPrivateNumbers(ctx, input));
