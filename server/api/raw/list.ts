import { ListRawInput, listRaw } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const list = companyProcedure.input(ListRawInput).query(({ ctx, input }) => listRaw(ctx, input));
