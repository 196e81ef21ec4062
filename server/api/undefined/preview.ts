import { AgainInput, previewAgain } from "../../ingest/index.ts";
import { companyProcedure } from "../trpc.ts";

/** A mutation: it opens sealed lines and stands in the audit. */
export const preview = companyProcedure.input(AgainInput).mutation(({ ctx, input }) => previewAgain(ctx, input));
