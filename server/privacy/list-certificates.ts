import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { publicSigningKey, verifyStatement } from "../keyring/index.ts";
import { type CertificateRow, certificateById, listCertificates as listRows } from "../store/index.ts";
import { type CertificateView, readStatement } from "./certificate.ts";

/** The certificates of this company, newest first. They name reasons and dates of people's erasures: reading is audited. */
export async function listCertificates(ctx: CompanyContext): Promise<readonly CertificateView[]> {
  authoriseCompany(ctx, "certificate.see");
  const rows = await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const found = await listRows(tx, ctx.company.id, { limit: 200 });
    await audit(ctx, tx, { action: "certificate.list", detail: { shown: found.length } });
    return found;
  });
  return Promise.all(rows.map((row) => viewOf(ctx, row)));
}

export const ReadCertificateInput = z.strictObject({ certificateId: z.uuid() });
export type ReadCertificateInput = z.infer<typeof ReadCertificateInput>;

export async function readCertificate(ctx: CompanyContext, input: ReadCertificateInput): Promise<CertificateView> {
  authoriseCompany(ctx, "certificate.see");
  const { certificateId } = ReadCertificateInput.parse(input);
  const row = await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const found = await certificateById(tx, ctx.company.id, certificateId);
    if (found === null) throw new AppError("not-found", "There is no such certificate.");
    await audit(ctx, tx, { action: "certificate.read", detail: { certificate: certificateId } });
    return found;
  });
  return viewOf(ctx, row);
}

/** What is shown is what this installation signed: a row that somebody changed, or signed with a key of theirs, is corrupt. */
async function viewOf(ctx: CompanyContext, row: CertificateRow): Promise<CertificateView> {
  const statement = readStatement((await verifyStatement(row.jws, publicSigningKey(ctx.keyring))).payload);
  return {
    certificateId: row.id,
    erasureId: statement.erasureId,
    outcome: statement.outcome,
    issuedAt: row.issuedAt,
    statement,
    jws: row.jws,
    publicKey: { ...publicSigningKey(ctx.keyring) },
  };
}
