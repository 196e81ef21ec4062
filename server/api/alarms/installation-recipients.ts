import { installationOwner, showRecipients } from "../../watch/index.ts";
import { procedure } from "../trpc.ts";

export const installationRecipients = procedure.query(({ ctx }) => showRecipients(ctx, installationOwner(ctx)));
