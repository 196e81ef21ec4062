import { readCertificate, ReadCertificateInput } from "../../privacy/index.ts";
import { companyProcedure } from "../trpc.ts";

export const read = companyProcedure.input(ReadCertificateInput).query(({ ctx, input }) => readCertificate(ctx, input));
