import { AlarmId, acknowledgeAlarm } from "../../watch/index.ts";
import { companyProcedure } from "../trpc.ts";

export const acknowledge = companyProcedure.input(AlarmId).mutation(({ ctx, input }) => acknowledgeAlarm(ctx, input));
