import { PreviewReplayInput, previewReplay } from "../../ingest/index.ts";
import { companyProcedure } from "../trpc.ts";

/** A mutation: it opens sealed records and stands in the audit. */
export const preview = companyProcedure
  .input(PreviewReplayInput)
  .mutation(({ ctx, input }) => previewReplay(ctx, input));
