import { EndPatternInput, endPattern } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const end = companyProcedure.input(EndPatternInput).mutation(({ ctx, input }) => endPattern(ctx, input));
