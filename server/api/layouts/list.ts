import { ListLayoutsInput, listLayouts } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

export const list = companyProcedure.input(ListLayoutsInput).query(({ ctx, input }) => listLayouts(ctx, input));
