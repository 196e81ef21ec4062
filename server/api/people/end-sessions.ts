import { EndPersonSessionsInput, endPersonSessions } from "../../directory/person-sessions.ts";
import { procedure } from "../trpc.ts";

export const endSessions = procedure
  .input(EndPersonSessionsInput)
  .mutation(({ ctx, input }) => endPersonSessions(ctx, input));
