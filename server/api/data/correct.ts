import { CorrectCallInput, correctCall } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const correct = companyProcedure.input(CorrectCallInput).mutation(({ ctx, input }) => correctCall(ctx, input));
