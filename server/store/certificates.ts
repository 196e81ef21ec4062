import type { Tx } from "#db/clients.ts";
import { rowAs, rowsAs } from "./rows.ts";

/** A signed statement about an erasure. It contains no number. Role web, inside the company; never changed. */
export interface CertificateRow {
  readonly companyId: number;
  readonly id: string;
  readonly erasureId: string | null;
  readonly outcome: "complete" | "partial" | "refused";
  readonly issuedAt: Date;
  /** RFC 7638 thumbprint of the signing key. */
  readonly kid: string;
  /** Compact JWS, EdDSA. */
  readonly jws: string;
  readonly summary: Readonly<Record<string, unknown>>;
}

export async function addCertificate(tx: Tx, certificate: CertificateRow): Promise<void> {
  await tx`insert into data.certificate (company_id, id, erasure_id, outcome, issued_at, kid, jws, summary)
    values (${certificate.companyId}, ${certificate.id}, ${certificate.erasureId}, ${certificate.outcome}, ${certificate.issuedAt}, ${certificate.kid},
      ${certificate.jws}, ${tx.json(certificate.summary as never)})
    on conflict (company_id, id) do nothing`;
}

export async function certificateById(tx: Tx, companyId: number, id: string): Promise<CertificateRow | null> {
  const [row] = await tx`select * from data.certificate c where c.company_id = ${companyId} and c.id = ${id}`;
  return row === undefined ? null : rowAs(row);
}

/** A page, the newest first; `after` is the last one of the page before. */
export async function listCertificates(
  tx: Tx,
  companyId: number,
  page: { readonly after?: Pick<CertificateRow, "issuedAt" | "id">; readonly limit: number },
): Promise<CertificateRow[]> {
  const { issuedAt, id } = page.after ?? {
    issuedAt: new Date("9999-01-01"),
    id: "00000000-0000-0000-0000-000000000000",
  };
  return rowsAs(
    await tx`select * from data.certificate c
    where c.company_id = ${companyId} and (c.issued_at < ${issuedAt} or (c.issued_at = ${issuedAt} and c.id > ${id}))
    order by c.issued_at desc, c.id limit ${page.limit}`,
  );
}
