import { requestVerify, VerifyRawInput } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const verify = companyProcedure.input(VerifyRawInput).mutation(({ ctx, input }) => requestVerify(ctx, input));
