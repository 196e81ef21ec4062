import { SourceInput, removeSource } from "../../directory/sources/change-source-state.ts";
import { companyProcedure } from "../trpc.ts";

export const remove = companyProcedure.input(SourceInput).mutation(({ ctx, input }) => removeSource(ctx, input));
