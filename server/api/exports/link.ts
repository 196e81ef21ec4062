import { issueExportLink, IssueExportLinkInput } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const link = companyProcedure
  .input(IssueExportLinkInput)
  .mutation(({ ctx, input }) => issueExportLink(ctx, input));
