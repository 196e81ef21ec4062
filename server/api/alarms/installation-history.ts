import { AlarmHistoryInput, installationAlarms } from "../../watch/index.ts";
import { procedure } from "../trpc.ts";

export const installationHistory = procedure
  .input(AlarmHistoryInput)
  .query(({ ctx, input }) => installationAlarms(ctx, input));
