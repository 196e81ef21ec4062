import { askCheck } from "../../audit/index.ts";
import { companyProcedure } from "../trpc.ts";

export const verify = companyProcedure.mutation(({ ctx }) => askCheck(ctx));
