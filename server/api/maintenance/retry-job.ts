import { OneJobInput, retryJob as act } from "../../maintenance/scheduler/command-job.ts";
import { procedure } from "../trpc.ts";

export const retryJob = procedure.input(OneJobInput).mutation(({ ctx, input }) => act(ctx, input));
