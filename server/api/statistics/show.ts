import { showStatistics, StatisticsInput } from "../../processing/statistics/index.ts";
import { companyProcedure } from "../trpc.ts";

export const show = companyProcedure.input(StatisticsInput).query(({ ctx, input }) => showStatistics(ctx, input));
