import { showUndefined } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const show = companyProcedure.query(({ ctx }) => showUndefined(ctx));
