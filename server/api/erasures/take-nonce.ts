import { TakeNonceInput, takeNonce as takeNonceOnce } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const takeNonce = companyProcedure.input(TakeNonceInput).mutation(({ ctx, input }) => takeNonceOnce(ctx, input));
