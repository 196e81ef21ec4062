import { showCopies } from "../../maintenance/copies/show-copies.ts";
import { companyProcedure } from "../trpc.ts";

export const show = companyProcedure.query(({ ctx }) => showCopies(ctx));
