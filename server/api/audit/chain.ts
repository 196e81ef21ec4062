import { showChain } from "../../audit/index.ts";
import { companyProcedure } from "../trpc.ts";

export const chain = companyProcedure.query(({ ctx }) => showChain(ctx));
