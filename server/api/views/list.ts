import { listViews } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const list = companyProcedure.query(({ ctx }) => listViews(ctx));
