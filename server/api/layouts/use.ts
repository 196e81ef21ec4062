import { ApplyLayoutInput, applyLayout } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

export const use = companyProcedure.input(ApplyLayoutInput).mutation(({ ctx, input }) => applyLayout(ctx, input));
