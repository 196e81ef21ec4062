import { EdgeId, renewInvitation } from "../../edge/index.ts";
import { companyProcedure } from "../trpc.ts";

export const renew = companyProcedure.input(EdgeId).mutation(({ ctx, input }) => renewInvitation(ctx, input));
