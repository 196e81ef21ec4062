import { AgainInput, requestAgain } from "../../ingest/index.ts";
import { companyProcedure } from "../trpc.ts";

export const again = companyProcedure.input(AgainInput).mutation(({ ctx, input }) => requestAgain(ctx, input));
