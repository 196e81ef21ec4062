import { ListEdgesInput, listEdges } from "../../edge/index.ts";
import { companyProcedure } from "../trpc.ts";

export const list = companyProcedure.input(ListEdgesInput).query(({ ctx, input }) => listEdges(ctx, input));
