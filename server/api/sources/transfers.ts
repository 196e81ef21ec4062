import { ListTransfersInput, listSourceTransfers } from "../../directory/sources/list-source-transfers.ts";
import { companyProcedure } from "../trpc.ts";

export const transfers = companyProcedure
  .input(ListTransfersInput)
  .query(({ ctx, input }) => listSourceTransfers(ctx, input));
