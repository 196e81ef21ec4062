import { KeepJobsInput, keepJobs as act } from "../../maintenance/scheduler/command-job.ts";
import { procedure } from "../trpc.ts";

export const keepJobs = procedure.input(KeepJobsInput).mutation(({ ctx, input }) => act(ctx, input));
