import { z } from "zod";
import { authoriseCompany, type CompanyContext } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import type { CertificateView } from "./certificate.ts";

/** The certificates of this company, newest first. */
export async function listCertificates(ctx: CompanyContext): Promise<readonly CertificateView[]> {
  authoriseCompany(ctx, "certificate.see");
  throw new AppError("unavailable", "Certificates are not there yet.");
}

export const ReadCertificateInput = z.strictObject({ certificateId: z.uuid() });
export type ReadCertificateInput = z.infer<typeof ReadCertificateInput>;

export async function readCertificate(ctx: CompanyContext, input: ReadCertificateInput): Promise<CertificateView> {
  authoriseCompany(ctx, "certificate.see");
  ReadCertificateInput.parse(input);
  throw new AppError("unavailable", "Certificates are not there yet.");
}
