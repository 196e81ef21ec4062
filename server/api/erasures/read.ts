import { readErasure, ReadErasureInput } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const read = companyProcedure.input(ReadErasureInput).query(({ ctx, input }) => readErasure(ctx, input));
