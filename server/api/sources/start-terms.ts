import { StartTermsInput, startTerms as readTerms } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

export const startTerms = companyProcedure.input(StartTermsInput).query(({ ctx, input }) => readTerms(ctx, input));
