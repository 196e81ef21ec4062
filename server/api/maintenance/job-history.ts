import { JobHistoryInput, jobHistory as readHistory } from "../../maintenance/scheduler/job-history.ts";
import { procedure } from "../trpc.ts";

export const jobHistory = procedure.input(JobHistoryInput).query(({ ctx, input }) => readHistory(ctx, input));
