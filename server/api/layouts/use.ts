import { UseLayoutInput, useLayout } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

export const use = companyProcedure.input(UseLayoutInput).mutation(({ ctx, input }) => useLayout(ctx, input));
