import { RetentionTemplateInput, retentionTemplate } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const template = companyProcedure
  .input(RetentionTemplateInput)
  .query(({ ctx, input }) => retentionTemplate(ctx, input));
