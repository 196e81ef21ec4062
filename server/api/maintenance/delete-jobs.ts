import { DeleteJobsInput, deleteJobs as act } from "../../maintenance/scheduler/command-job.ts";
import { procedure } from "../trpc.ts";

export const deleteJobs = procedure.input(DeleteJobsInput).mutation(({ ctx, input }) => act(ctx, input));
