import { CancelAgainInput, cancelAgain } from "../../ingest/index.ts";
import { companyProcedure } from "../trpc.ts";

export const cancel = companyProcedure.input(CancelAgainInput).mutation(({ ctx, input }) => cancelAgain(ctx, input));
