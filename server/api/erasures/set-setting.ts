import { SetErasureSettingInput, setErasureSetting } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const setSetting = companyProcedure
  .input(SetErasureSettingInput)
  .mutation(({ ctx, input }) => setErasureSetting(ctx, input));
