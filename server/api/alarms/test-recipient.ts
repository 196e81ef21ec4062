import { companyOwner, RecipientId, sendTest } from "../../watch/index.ts";
import { companyProcedure } from "../trpc.ts";

export const testRecipient = companyProcedure
  .input(RecipientId)
  .mutation(({ ctx, input }) => sendTest(ctx, companyOwner(ctx), input));
