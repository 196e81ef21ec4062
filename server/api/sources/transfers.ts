import { ListTransfersInput, listTransfers } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

export const transfers = companyProcedure
  .input(ListTransfersInput)
  .query(({ ctx, input }) => listTransfers(ctx, input));
