import { ListCertificatesInput, listCertificates } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const list = companyProcedure
  .input(ListCertificatesInput)
  .query(({ ctx, input }) => listCertificates(ctx, input));
