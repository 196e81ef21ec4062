import { ChangeSourceInput, changeSource } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

export const change = companyProcedure.input(ChangeSourceInput).mutation(({ ctx, input }) => changeSource(ctx, input));
