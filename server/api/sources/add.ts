import { AddSourceInput, addSource } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

export const add = companyProcedure
  .input(AddSourceInput)
  .mutation(({ ctx, input: { edgeId, ...source } }) => addSource(ctx, source, edgeId));
