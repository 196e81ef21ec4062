import { EndOwnSessionInput, endOwnSession } from "../../auth/own-sessions.ts";
import { procedure } from "../trpc.ts";

export const endSession = procedure.input(EndOwnSessionInput).mutation(({ ctx, input }) => endOwnSession(ctx, input));
