import { requestExport, RequestExportInput } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const request = companyProcedure
  .input(RequestExportInput)
  .mutation(({ ctx, input }) => requestExport(ctx, input));
