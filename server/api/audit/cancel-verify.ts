import { cancelCheck } from "../../audit/index.ts";
import { companyProcedure } from "../trpc.ts";

export const cancelVerify = companyProcedure.mutation(({ ctx }) => cancelCheck(ctx));
