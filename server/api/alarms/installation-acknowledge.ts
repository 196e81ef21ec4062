import { AlarmId, acknowledgeInstallationAlarm } from "../../watch/index.ts";
import { procedure } from "../trpc.ts";

export const installationAcknowledge = procedure
  .input(AlarmId)
  .mutation(({ ctx, input }) => acknowledgeInstallationAlarm(ctx, input));
