import { DecideObjectionInput, decideObjection } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const decide = companyProcedure
  .input(DecideObjectionInput)
  .mutation(({ ctx, input }) => decideObjection(ctx, input));
