import { AddSourceInput, addSource } from "../../directory/sources/add-source.ts";
import { companyProcedure } from "../trpc.ts";

export const add = companyProcedure.input(AddSourceInput).mutation(({ ctx, input }) => addSource(ctx, input));
