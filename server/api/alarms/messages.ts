import { companyOwner, ListMessagesInput, listMessages } from "../../watch/index.ts";
import { companyProcedure } from "../trpc.ts";

export const messages = companyProcedure
  .input(ListMessagesInput)
  .query(({ ctx, input }) => listMessages(ctx, companyOwner(ctx), input));
