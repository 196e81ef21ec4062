import { showDisabled } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const disabled = companyProcedure.query(({ ctx }) => showDisabled(ctx));
