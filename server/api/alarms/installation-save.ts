import { installationOwner, SaveRecipientInput, saveRecipient } from "../../watch/index.ts";
import { procedure } from "../trpc.ts";

export const installationSave = procedure
  .input(SaveRecipientInput)
  .mutation(({ ctx, input }) => saveRecipient(ctx, installationOwner(ctx), input));
