import { showGuards } from "../../watch/index.ts";
import { companyProcedure } from "../trpc.ts";

export const show = companyProcedure.query(({ ctx }) => showGuards(ctx));
