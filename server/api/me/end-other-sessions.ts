import { endOtherSessions as endOthers } from "../../auth/own-sessions.ts";
import { procedure } from "../trpc.ts";

export const endOtherSessions = procedure.mutation(({ ctx }) => endOthers(ctx));
