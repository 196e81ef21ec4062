import { ListCasesInput, listCases } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const list = companyProcedure.input(ListCasesInput).query(({ ctx, input }) => listCases(ctx, input));
