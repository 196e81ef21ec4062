import { showTariffs } from "../../processing/index.ts";
import { companyProcedure } from "../trpc.ts";

export const show = companyProcedure.query(({ ctx }) => showTariffs(ctx));
