import { SourceId, testSource } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

export const trySource = companyProcedure.input(SourceId).mutation(({ ctx, input }) => testSource(ctx, input));
