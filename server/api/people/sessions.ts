import { listPersonSessions, PersonSessionsInput } from "../../directory/person-sessions.ts";
import { procedure } from "../trpc.ts";

export const sessions = procedure.input(PersonSessionsInput).query(({ ctx, input }) => listPersonSessions(ctx, input));
