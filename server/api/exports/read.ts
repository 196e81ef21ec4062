import { readExport, ReadExportInput } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const read = companyProcedure.input(ReadExportInput).query(({ ctx, input }) => readExport(ctx, input));
