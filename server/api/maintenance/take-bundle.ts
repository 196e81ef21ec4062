import { takeBundle as take } from "../../maintenance/bundle/support-bundle.ts";
import { procedure } from "../trpc.ts";

export const takeBundle = procedure.mutation(({ ctx }) => take(ctx));
