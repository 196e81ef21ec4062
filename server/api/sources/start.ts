import { StartSourceInput, startSource } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

export const start = companyProcedure.input(StartSourceInput).mutation(({ ctx, input }) => startSource(ctx, input));
