import { TestSourceInput, testSource } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

export const trySource = companyProcedure.input(TestSourceInput).mutation(({ ctx, input }) => testSource(ctx, input));
