import { requestSorting } from "../../processing/index.ts";
import { companyProcedure } from "../trpc.ts";

export const sort = companyProcedure.mutation(({ ctx }) => requestSorting(ctx));
