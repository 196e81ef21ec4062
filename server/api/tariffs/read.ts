import { readTariff, ReadTariffInput } from "../../processing/index.ts";
import { companyProcedure } from "../trpc.ts";

export const read = companyProcedure.input(ReadTariffInput).query(({ ctx, input }) => readTariff(ctx, input));
