import { EdgeId, revokeEdge } from "../../edge/index.ts";
import { companyProcedure } from "../trpc.ts";

export const revoke = companyProcedure.input(EdgeId).mutation(({ ctx, input }) => revokeEdge(ctx, input));
