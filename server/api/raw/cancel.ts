import { CancelRawInput, cancelRaw } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const cancel = companyProcedure.input(CancelRawInput).mutation(({ ctx, input }) => cancelRaw(ctx, input));
