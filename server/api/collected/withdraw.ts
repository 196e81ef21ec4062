import { withdrawSsn, WithdrawSsnInput } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const withdraw = companyProcedure.input(WithdrawSsnInput).mutation(({ ctx, input }) => withdrawSsn(ctx, input));
