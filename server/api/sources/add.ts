import { addSource, SourceInput } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

export const add = companyProcedure.input(SourceInput).mutation(({ ctx, input }) => addSource(ctx, input));
