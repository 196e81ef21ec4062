import { installationOwner, RecipientId, sendTest } from "../../watch/index.ts";
import { procedure } from "../trpc.ts";

export const installationTest = procedure
  .input(RecipientId)
  .mutation(({ ctx, input }) => sendTest(ctx, installationOwner(ctx), input));
