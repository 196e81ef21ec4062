import { SourceId, stopSource } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

export const stop = companyProcedure.input(SourceId).mutation(({ ctx, input }) => stopSource(ctx, input));
