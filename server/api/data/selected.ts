import { ReadSelectedInput, readSelected } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const selected = companyProcedure.input(ReadSelectedInput).query(({ ctx, input }) => readSelected(ctx, input));
