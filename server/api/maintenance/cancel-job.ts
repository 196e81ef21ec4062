import { OneJobInput, cancelJob as act } from "../../maintenance/scheduler/command-job.ts";
import { procedure } from "../trpc.ts";

export const cancelJob = procedure.input(OneJobInput).mutation(({ ctx, input }) => act(ctx, input));
