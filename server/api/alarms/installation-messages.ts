import { installationOwner, ListMessagesInput, listMessages } from "../../watch/index.ts";
import { procedure } from "../trpc.ts";

export const installationMessages = procedure
  .input(ListMessagesInput)
  .query(({ ctx, input }) => listMessages(ctx, installationOwner(ctx), input));
