import { cancelExport, CancelExportInput } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const cancel = companyProcedure.input(CancelExportInput).mutation(({ ctx, input }) => cancelExport(ctx, input));
