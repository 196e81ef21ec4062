import { showFilter } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

export const showFilterRules = companyProcedure.query(({ ctx }) => showFilter(ctx));
