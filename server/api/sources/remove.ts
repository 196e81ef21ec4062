import { SourceId, removeSource } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

export const remove = companyProcedure.input(SourceId).mutation(({ ctx, input }) => removeSource(ctx, input));
