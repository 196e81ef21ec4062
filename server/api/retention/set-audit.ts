import { SetAuditInput, setAuditRetention } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const setAudit = companyProcedure
  .input(SetAuditInput)
  .mutation(({ ctx, input }) => setAuditRetention(ctx, input));
