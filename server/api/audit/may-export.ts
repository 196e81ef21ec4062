import { mayExport as verb } from "../../audit/index.ts";
import { companyProcedure } from "../trpc.ts";

export const mayExport = companyProcedure.mutation(({ ctx }) => verb(ctx));
