import { LayoutId, removeLayout } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

export const remove = companyProcedure.input(LayoutId).mutation(({ ctx, input }) => removeLayout(ctx, input));
