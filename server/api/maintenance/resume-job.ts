import { ResumeJobInput, resumeJob as act } from "../../maintenance/scheduler/pause-job.ts";
import { procedure } from "../trpc.ts";

export const resumeJob = procedure.input(ResumeJobInput).mutation(({ ctx, input }) => act(ctx, input));
