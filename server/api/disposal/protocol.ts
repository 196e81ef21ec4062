import { DisposalProtocolInput, disposalProtocol } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const protocol = companyProcedure
  .input(DisposalProtocolInput)
  .mutation(({ ctx, input }) => disposalProtocol(ctx, input));
