import { ReadWaitingInput, readWaitingErasure } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const readWaiting = companyProcedure
  .input(ReadWaitingInput)
  .query(({ ctx, input }) => readWaitingErasure(ctx, input));
