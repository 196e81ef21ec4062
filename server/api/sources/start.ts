import { SourceId, startSource } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

export const start = companyProcedure.input(SourceId).mutation(({ ctx, input }) => startSource(ctx, input));
