import { EraseLinesInput, eraseLines } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const erase = companyProcedure.input(EraseLinesInput).mutation(({ ctx, input }) => eraseLines(ctx, input));
