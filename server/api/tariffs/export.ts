import { exportTariff, ExportTariffInput } from "../../processing/index.ts";
import { companyProcedure } from "../trpc.ts";

export const exportOf = companyProcedure.input(ExportTariffInput).query(({ ctx, input }) => exportTariff(ctx, input));
