import { previewSorting, PreviewSortingInput } from "../../processing/index.ts";
import { companyProcedure } from "../trpc.ts";

export const preview = companyProcedure
  .input(PreviewSortingInput)
  .query(({ ctx, input }) => previewSorting(ctx, input));
