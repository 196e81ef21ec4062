import { PreviewAuditInput, previewAuditRetention } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const previewAudit = companyProcedure
  .input(PreviewAuditInput)
  .query(({ ctx, input }) => previewAuditRetention(ctx, input));
