import { previewRetention, PreviewRetentionInput } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const preview = companyProcedure
  .input(PreviewRetentionInput)
  .query(({ ctx, input }) => previewRetention(ctx, input));
