import { gateCounts, GateCountsInput } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

export const counts = companyProcedure.input(GateCountsInput).query(({ ctx, input }) => gateCounts(ctx, input));
