import { readCompanyOverview } from "../../watch/index.ts";
import { companyProcedure } from "../trpc.ts";

export const company = companyProcedure.query(({ ctx }) => readCompanyOverview(ctx));
