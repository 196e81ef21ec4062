import { listCollections, ListCollectionsInput } from "../../processing/statistics/index.ts";
import { companyProcedure } from "../trpc.ts";

export const collections = companyProcedure
  .input(ListCollectionsInput)
  .query(({ ctx, input }) => listCollections(ctx, input));
