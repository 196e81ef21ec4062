import { AlarmHistoryInput, alarmHistory } from "../../watch/index.ts";
import { companyProcedure } from "../trpc.ts";

export const history = companyProcedure.input(AlarmHistoryInput).query(({ ctx, input }) => alarmHistory(ctx, input));
