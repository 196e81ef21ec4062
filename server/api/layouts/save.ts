import { SaveLayoutInput, saveLayout } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

export const save = companyProcedure.input(SaveLayoutInput).mutation(({ ctx, input }) => saveLayout(ctx, input));
