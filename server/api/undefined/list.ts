import { ListLinesInput, listLines } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const list = companyProcedure.input(ListLinesInput).query(({ ctx, input }) => listLines(ctx, input));
