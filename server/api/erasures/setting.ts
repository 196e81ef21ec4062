import { showErasureSetting } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const setting = companyProcedure.query(({ ctx }) => showErasureSetting(ctx));
