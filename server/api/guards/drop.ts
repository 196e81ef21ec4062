import { DropGuardInput, dropGuard } from "../../watch/index.ts";
import { companyProcedure } from "../trpc.ts";

export const drop = companyProcedure.input(DropGuardInput).mutation(({ ctx, input }) => dropGuard(ctx, input));
