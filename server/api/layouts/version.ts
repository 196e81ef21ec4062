import { LayoutVersionId, readLayoutVersion } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

export const version = companyProcedure.input(LayoutVersionId).query(({ ctx, input }) => readLayoutVersion(ctx, input));
