import { SourceInput, stopSource } from "../../directory/sources/change-source-state.ts";
import { companyProcedure } from "../trpc.ts";

export const stop = companyProcedure.input(SourceInput).mutation(({ ctx, input }) => stopSource(ctx, input));
