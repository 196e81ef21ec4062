import { SourceId, showSource } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

export const show = companyProcedure.input(SourceId).query(({ ctx, input }) => showSource(ctx, input));
