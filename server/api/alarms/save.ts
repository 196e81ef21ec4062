import { companyOwner, SaveRecipientInput, saveRecipient } from "../../watch/index.ts";
import { companyProcedure } from "../trpc.ts";

export const save = companyProcedure
  .input(SaveRecipientInput)
  .mutation(({ ctx, input }) => saveRecipient(ctx, companyOwner(ctx), input));
