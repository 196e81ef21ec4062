import { listOwnSessions } from "../../auth/own-sessions.ts";
import { procedure } from "../trpc.ts";

export const sessions = procedure.query(({ ctx }) => listOwnSessions(ctx));
