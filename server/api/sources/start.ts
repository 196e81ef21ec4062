import { SourceInput, startSource } from "../../directory/sources/change-source-state.ts";
import { companyProcedure } from "../trpc.ts";

export const start = companyProcedure.input(SourceInput).mutation(({ ctx, input }) => startSource(ctx, input));
