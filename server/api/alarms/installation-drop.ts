import { dropRecipient, installationOwner, RecipientId } from "../../watch/index.ts";
import { procedure } from "../trpc.ts";

export const installationDrop = procedure
  .input(RecipientId)
  .mutation(({ ctx, input }) => dropRecipient(ctx, installationOwner(ctx), input));
