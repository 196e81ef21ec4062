import { listPatterns } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const list = companyProcedure.query(({ ctx }) => listPatterns(ctx));
