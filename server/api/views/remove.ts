import { RemoveViewInput, removeView } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const remove = companyProcedure.input(RemoveViewInput).mutation(({ ctx, input }) => removeView(ctx, input));
