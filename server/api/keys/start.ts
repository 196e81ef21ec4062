import { StartGenerationInput, startGeneration } from "../../maintenance/keys/start-generation.ts";
import { procedure } from "../trpc.ts";

export const start = procedure.input(StartGenerationInput).mutation(({ ctx, input }) => startGeneration(ctx, input));
