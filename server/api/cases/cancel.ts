import { CancelCaseInput, cancelCase } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const cancel = companyProcedure.input(CancelCaseInput).mutation(({ ctx, input }) => cancelCase(ctx, input));
