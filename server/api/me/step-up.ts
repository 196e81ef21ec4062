import { StepUpInput, stepUp as stepUpSession } from "../../auth/step-up.ts";
import { procedure } from "../trpc.ts";

export const stepUp = procedure.input(StepUpInput).mutation(({ ctx, input }) => stepUpSession(ctx, input));
