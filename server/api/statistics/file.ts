import { statisticsFile, StatisticsInput } from "../../processing/statistics/index.ts";
import { companyProcedure } from "../trpc.ts";

export const file = companyProcedure.input(StatisticsInput).query(({ ctx, input }) => statisticsFile(ctx, input));
