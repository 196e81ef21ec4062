import { PauseJobInput, pauseJob as act } from "../../maintenance/scheduler/pause-job.ts";
import { procedure } from "../trpc.ts";

export const pauseJob = procedure.input(PauseJobInput).mutation(({ ctx, input }) => act(ctx, input));
