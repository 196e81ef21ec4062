import { firstSteps as readFirstSteps } from "../../directory/first-steps.ts";
import { procedure } from "../trpc.ts";

export const firstSteps = procedure.query(({ ctx }) => readFirstSteps(ctx, ctx.session.company));
