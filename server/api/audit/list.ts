import { ListAuditInput, listAudit } from "../../audit/index.ts";
import { companyProcedure } from "../trpc.ts";

export const list = companyProcedure.input(ListAuditInput).query(({ ctx, input }) => listAudit(ctx, input));
