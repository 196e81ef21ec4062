import { MarkCallsInput, markCalls } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const mark = companyProcedure.input(MarkCallsInput).mutation(({ ctx, input }) => markCalls(ctx, input));
