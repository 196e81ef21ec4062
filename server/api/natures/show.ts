import { showNatures } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const show = companyProcedure.query(({ ctx }) => showNatures(ctx));
