import { guessLayoutOf, SampleInput } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

/** A mutation, as the preview is. */
export const guess = companyProcedure.input(SampleInput).mutation(({ ctx, input }) => guessLayoutOf(ctx, input));
