import { setThresholds, SetThresholdsInput } from "../../processing/index.ts";
import { companyProcedure } from "../trpc.ts";

export const set = companyProcedure.input(SetThresholdsInput).mutation(({ ctx, input }) => setThresholds(ctx, input));
