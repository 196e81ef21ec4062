import { ListErasuresInput, listErasures } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const list = companyProcedure.input(ListErasuresInput).query(({ ctx, input }) => listErasures(ctx, input));
