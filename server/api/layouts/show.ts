import { LayoutId, showLayout } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

export const show = companyProcedure.input(LayoutId).query(({ ctx, input }) => showLayout(ctx, input));
