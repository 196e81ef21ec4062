import { RenewCaseInput, renewCase } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const renew = companyProcedure.input(RenewCaseInput).mutation(({ ctx, input }) => renewCase(ctx, input));
