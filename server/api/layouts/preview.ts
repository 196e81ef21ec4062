import { PreviewLayoutInput, previewLayout } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

/** A mutation, so that neither the sample nor the answer is kept by anybody on the way. */
export const preview = companyProcedure
  .input(PreviewLayoutInput)
  .mutation(({ ctx, input }) => previewLayout(ctx, input));
