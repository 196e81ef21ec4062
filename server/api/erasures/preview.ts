import { previewErasure, PreviewErasureInput } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const preview = companyProcedure
  .input(PreviewErasureInput)
  .query(({ ctx, input }) => previewErasure(ctx, input));
