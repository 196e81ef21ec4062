import { SetBoundInput, setRetentionBound } from "../../privacy/index.ts";
import { procedure } from "../trpc.ts";

export const setBound = procedure.input(SetBoundInput).mutation(({ ctx, input }) => setRetentionBound(ctx, input));
