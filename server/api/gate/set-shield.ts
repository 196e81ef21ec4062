import { setShield, SetShieldInput } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

export const setShieldNumbers = companyProcedure
  .input(SetShieldInput)
  .mutation(({ ctx, input }) => setShield(ctx, input));
