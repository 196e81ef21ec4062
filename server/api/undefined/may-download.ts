import { DownloadLinesInput, mayDownloadLines } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const mayDownload = companyProcedure
  .input(DownloadLinesInput)
  .mutation(({ ctx, input }) => mayDownloadLines(ctx, input));
