import { SourceInput } from "../../directory/sources/change-source-state.ts";
import { testSource } from "../../directory/sources/test-source.ts";
import { companyProcedure } from "../trpc.ts";

export const trySource = companyProcedure.input(SourceInput).mutation(({ ctx, input }) => testSource(ctx, input));
