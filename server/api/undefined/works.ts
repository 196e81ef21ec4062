import { listAgain } from "../../ingest/index.ts";
import { companyProcedure } from "../trpc.ts";

export const works = companyProcedure.query(({ ctx }) => listAgain(ctx));
