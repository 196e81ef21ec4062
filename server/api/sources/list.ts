import { listSources } from "../../directory/sources/list-sources.ts";
import { companyProcedure } from "../trpc.ts";

export const list = companyProcedure.query(({ ctx }) => listSources(ctx));
