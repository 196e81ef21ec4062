import { cancelSorting } from "../../processing/index.ts";
import { companyProcedure } from "../trpc.ts";

export const cancel = companyProcedure.mutation(({ ctx }) => cancelSorting(ctx));
