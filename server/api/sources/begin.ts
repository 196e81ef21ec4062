import { BeginSourceInput, beginSource } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

export const begin = companyProcedure.input(BeginSourceInput).mutation(({ ctx, input }) => beginSource(ctx, input));
