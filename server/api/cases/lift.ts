import { LiftCaseInput, liftCase } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const lift = companyProcedure.input(LiftCaseInput).mutation(({ ctx, input }) => liftCase(ctx, input));
