import { PrivateNumbersInput, listPrivateNumbers } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const numbers = companyProcedure
  .input(PrivateNumbersInput)
  .query(({ ctx, input }) => listPrivateNumbers(ctx, input));
