import { showThresholds } from "../../processing/index.ts";
import { companyProcedure } from "../trpc.ts";

export const show = companyProcedure.query(({ ctx }) => showThresholds(ctx));
