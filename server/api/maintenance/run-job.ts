import { RunJobInput, runJob as act } from "../../maintenance/scheduler/command-job.ts";
import { procedure } from "../trpc.ts";

export const runJob = procedure.input(RunJobInput).mutation(({ ctx, input }) => act(ctx, input));
