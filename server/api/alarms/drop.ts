import { companyOwner, dropRecipient, RecipientId } from "../../watch/index.ts";
import { companyProcedure } from "../trpc.ts";

export const drop = companyProcedure
  .input(RecipientId)
  .mutation(({ ctx, input }) => dropRecipient(ctx, companyOwner(ctx), input));
