import { listSources } from "../../collect/index.ts";
import { companyProcedure } from "../trpc.ts";

export const list = companyProcedure.query(({ ctx }) => listSources(ctx));
