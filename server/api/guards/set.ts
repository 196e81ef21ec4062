import { SetGuardInput, setGuard } from "../../watch/index.ts";
import { companyProcedure } from "../trpc.ts";

export const set = companyProcedure.input(SetGuardInput).mutation(({ ctx, input }) => setGuard(ctx, input));
