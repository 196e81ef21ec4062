import { requestErasure, RequestErasureInput } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const request = companyProcedure
  .input(RequestErasureInput)
  .mutation(({ ctx, input }) => requestErasure(ctx, input));
