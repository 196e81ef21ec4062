import { InviteEdgeInput, inviteEdge } from "../../edge/index.ts";
import { companyProcedure } from "../trpc.ts";

export const invite = companyProcedure.input(InviteEdgeInput).mutation(({ ctx, input }) => inviteEdge(ctx, input));
