import { dropGuard, WatchedId } from "../../watch/index.ts";
import { companyProcedure } from "../trpc.ts";

export const drop = companyProcedure.input(WatchedId).mutation(({ ctx, input }) => dropGuard(ctx, input));
