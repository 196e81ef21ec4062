import { ListExportsInput, listExports } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const list = companyProcedure
  .input(ListExportsInput.default({}))
  .query(({ ctx, input }) => listExports(ctx, input));
