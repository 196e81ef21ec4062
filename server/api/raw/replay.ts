import { ReplayInput, requestReplay } from "../../ingest/index.ts";
import { companyProcedure } from "../trpc.ts";

export const replay = companyProcedure.input(ReplayInput).mutation(({ ctx, input }) => requestReplay(ctx, input));
