import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { publicSigningKey, verifyStatement } from "../keyring/index.ts";
import { type CertificateRow, certificateById, listCertificates as listRows } from "../store/index.ts";
import { type CertificateView, readStatement } from "./certificate.ts";

export const ListCertificatesInput = z.strictObject({
  cursor: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(100).default(25),
});
export type ListCertificatesInput = z.input<typeof ListCertificatesInput>;

export interface CertificateList {
  readonly certificates: readonly CertificateView[];
  readonly next: string | null;
}

/** A page of the certificates of this company, newest first. They name reasons and dates of people's erasures: reading is audited. */
export async function listCertificates(
  ctx: CompanyContext,
  input: ListCertificatesInput = {},
): Promise<CertificateList> {
  authoriseCompany(ctx, "certificate.see");
  const { cursor, limit } = ListCertificatesInput.parse(input);
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const rows = await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const found = await listRows(tx, ctx.company.id, { limit: limit + 1, ...(after === undefined ? {} : { after }) });
    await audit(ctx, tx, { action: "certificate.list", detail: { shown: Math.min(found.length, limit) } });
    return found;
  });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? `${last.issuedAt.toISOString()} ${last.id}` : null;
  return { certificates: await Promise.all(shown.map((row) => viewOf(ctx, row))), next };
}

const Cursor = z.tuple([z.iso.datetime(), z.uuid()]);

function readCursor(text: string): { issuedAt: Date; id: string } {
  const parsed = Cursor.safeParse(text.split(" "));
  if (!parsed.success)
    throw new AppError("bad-input", "This page belongs to another list. Begin again with its first page.");
  return { issuedAt: new Date(parsed.data[0]), id: parsed.data[1] };
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
